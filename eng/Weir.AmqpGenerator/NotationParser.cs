using System.Globalization;

namespace Weir.AmqpGenerator;

/// <summary>
/// Reads eng/amqp/methods.amqp; the grammar stands at the top of that file. A method or a field that is declared twice,
/// an unknown word or type is refused with its line number.
/// </summary>
public static class NotationParser
{
    public static IReadOnlyList<MethodDefinition> Parse(IReadOnlyList<string> lines)
    {
        var methods = new List<MethodDefinition>();
        for (var number = 1; number <= lines.Count; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var method = ParseLine(line, number);
            if (methods.Any(other => other.Id == method.Id || other.WireName == method.WireName))
                throw Refuse(number, $"{method.WireName} or its number is declared already");
            methods.Add(method);
        }

        return methods;
    }

    private static MethodDefinition ParseLine(string line, int number)
    {
        var halves = line.Split(" = ", 2);
        var head = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (head.Length is < 4 or > 5) throw Refuse(number, "expected: class method name sender [content]");
        if (head[3] is not ("client" or "server" or "both")) throw Refuse(number, $"unknown sender {head[3]}");
        if (head.Length == 5 && head[4] != "content") throw Refuse(number, $"unknown word {head[4]}");
        if (head[2].Count(letter => letter == '.') != 1) throw Refuse(number, "a name is class.method");
        return new(ParseId(head[0], number), ParseId(head[1], number), head[2], head[3], head.Length == 5,
            halves.Length == 1 ? [] : ParseFields(halves[1], number));
    }

    private static List<MethodField> ParseFields(string text, int number)
    {
        var fields = new List<MethodField>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var field = ParseField(word, number);
            if (!field.IsReserved && fields.Any(other => other.Name == field.Name))
                throw Refuse(number, $"field {field.Name} is declared already");
            fields.Add(field);
        }

        return fields;
    }

    private static MethodField ParseField(string word, int number)
    {
        if (word is ['(', .., ')']) return new(null, ParseKind(word[1..^1], number));
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1) throw Refuse(number, $"'{word}' is neither name:type nor (type)");
        return new(word[..colon], ParseKind(word[(colon + 1)..], number));
    }

    private static FieldKind ParseKind(string word, int number) => word switch
    {
        "bit" => FieldKind.Bit,
        "u8" => FieldKind.U8,
        "u16" => FieldKind.U16,
        "u32" => FieldKind.U32,
        "u64" => FieldKind.U64,
        "str" => FieldKind.Str,
        "long" => FieldKind.Long,
        "table" => FieldKind.Table,
        _ => throw Refuse(number, $"unknown type {word}"),
    };

    private static ushort ParseId(string text, int number) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw Refuse(number, $"{text} is no class or method number");

    private static NotationException Refuse(int number, string problem) =>
        new($"methods.amqp line {number}: {problem}");
}
