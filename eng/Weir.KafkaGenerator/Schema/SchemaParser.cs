using System.Globalization;

namespace Weir.KafkaGenerator.Schema;

/// <summary>
/// Reads the notation of eng/kafka/README.md. Nesting is indentation by two spaces: the fields of a struct stand one
/// step below the field that introduces it. Every mistake ends in one <see cref="SchemaException"/> with file and line.
/// </summary>
public sealed class SchemaParser
{
    private readonly List<Api> _apis = [];
    private readonly List<Message> _data = [];

    // The structs being filled, one per indentation step of the message at hand.
    private readonly Stack<(int Indent, Struct Struct)> _open = new();
    private Message? _message;
    private Message? _request;
    private Heading? _heading;
    private string _place = "";

    public void Parse(string file, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            _place = string.Create(CultureInfo.InvariantCulture, $"{file}:{i + 1}");
            var line = lines[i].TrimEnd();
            var text = line.TrimStart();
            if (text.Length == 0 || text[0] == '#') continue;
            ParseLine(line.Length - text.Length, text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        CloseMessage();
        _heading = null;
    }

    public Catalogue Finish()
    {
        var catalogue = new Catalogue([.. _apis.OrderBy(api => api.Key)], [.. _data]);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in catalogue.Messages)
        {
            if (!names.Add(message.Name)) throw new SchemaException($"{message.Name} is defined twice");
            SchemaRules.Check(message);
        }

        return catalogue;
    }

    private void ParseLine(int indent, string[] words)
    {
        if (indent > 0)
        {
            ParseMember(indent, words);
            return;
        }

        CloseMessage();
        switch (words[0])
        {
            case "api" when words.Length == 6 && words[4] == "flex":
                OpenApi(words);
                break;
            case "request" when words.Length == 1 && _heading is not null && _request is null:
                _message = _request = _heading.Open(MessageRole.Request);
                break;
            case "response" when words.Length == 1 && _heading is not null && _request is not null:
                _message = _heading.Open(MessageRole.Response);
                break;
            case "data" when words.Length == 3:
                _message = new Message(words[1], Range(words[2], new VersionRange(0, 0)), null);
                break;
            default:
                throw Wrong("expected 'api <key> <Name> <versions> flex <version|none>', 'request', 'response' or "
                    + "'data <Name> <versions>'");
        }

        if (_message is not null) _open.Push((0, _message.Body));
    }

    private void OpenApi(string[] words)
    {
        var versions = Range(words[3], new VersionRange(0, 0));
        int? flexible = words[5] == "none" ? null : Number(words[5]);
        _request = null;
        _heading = new Heading(Number(words[1]), words[2], versions, flexible);
    }

    private void CloseMessage()
    {
        if (_message is null) return;
        _open.Clear();
        if (_message.Role == MessageRole.Data) _data.Add(_message);
        if (_message.Role == MessageRole.Response)
        {
            _apis.Add(_heading!.Close(_request!, _message));
            _heading = null;
        }

        _message = null;
    }

    private void ParseMember(int indent, string[] words)
    {
        if (_message is null) throw Wrong("a field outside of a message");
        while (_open.Count > 0 && _open.Peek().Indent >= indent) _open.Pop();
        if (_open.Count == 0 || _open.Peek().Indent != indent - 2) throw Wrong("indentation goes in steps of two");
        if (words is ["struct", var name])
        {
            OpenStruct(indent, name, _message.Versions);
            return;
        }

        var parent = _open.Peek().Struct;
        var field = ParseField(words, parent.Versions);
        parent.Fields.Add(field);
        if (field.Kind == FieldKind.Struct && !_message.Structs.Exists(known => known.Name == field.StructName))
            OpenStruct(indent, field.StructName, field.Versions);
    }

    private void OpenStruct(int indent, string name, VersionRange versions)
    {
        var opened = new Struct(name, versions, []);
        _message!.Structs.Add(opened);
        _open.Push((indent, opened));
    }

    private Field ParseField(string[] words, VersionRange parent)
    {
        if (words.Length < 2 || !words[0].EndsWith(':')) throw Wrong("expected '<Name>: <type> ...'");
        var (type, nullable) = SplitNullable(words[1]);
        var isArray = type.EndsWith("[]", StringComparison.Ordinal);
        if (isArray) type = type[..^2];
        var kind = FieldKinds.Parse(type);
        var structName = kind == FieldKind.Struct ? type : "";
        var field = new Field(words[0][..^1], kind, isArray, parent) { StructName = structName };
        for (var i = 2; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "=" when i + 1 < words.Length:
                    field = field with { Default = words[++i] };
                    break;
                case "tag" when i + 1 < words.Length:
                    field = field with { Tag = Number(words[++i]) };
                    break;
                case "drop":
                    field = field with { Droppable = true };
                    break;
                default:
                    field = field with { Versions = Range(words[i], parent) };
                    break;
            }
        }

        if (!parent.Covers(field.Versions)) throw Wrong($"versions {field.Versions} leave the parent's {parent}");
        if (nullable is null) return field;
        return field with { Nullable = nullable.Length == 0 ? field.Versions : Range(nullable, field.Versions) };
    }

    private static (string Type, string? Nullable) SplitNullable(string word)
    {
        var mark = word.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (word, null) : (word[..mark], word[(mark + 1)..]);
    }

    private VersionRange Range(string text, VersionRange within)
    {
        if (VersionRange.TryParse(text, within, out var range) && range.First <= range.Last) return range;
        throw Wrong($"'{text}' is no version range (6+, 2-4 or 3)");
    }

    private int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong($"'{text}' is no number");

    private SchemaException Wrong(string reason) => new($"{_place}: {reason}");

    // The `api` line, until its request and response have been read.
    private sealed record Heading(int Key, string Name, VersionRange Versions, int? FirstFlexible)
    {
        public Message Open(MessageRole role) => new(Name + role, Versions, FirstFlexible) { Key = Key, Role = role };

        public Api Close(Message request, Message response) =>
            new(Key, Name, Versions, FirstFlexible, request, response);
    }
}
