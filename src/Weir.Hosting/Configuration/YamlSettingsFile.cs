using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using static Weir.Hosting.Configuration.ConfigurationException;

namespace Weir.Hosting.Configuration;

/// <summary>
/// Reads settings from a YAML file: sections as nested mappings or keys written with dots, both mean the same. Works on
/// the parser's events and not on a tree, so that nesting is bounded and every setting keeps its line.
/// </summary>
internal sealed class YamlSettingsFile
{
    private const int FileBytesMax = 1 << 20;
    private const int DepthMax = 8;

    private readonly string _path;
    private readonly Parser _parser;
    private readonly List<SettingInput> _inputs = [];

    private YamlSettingsFile(string path, TextReader text)
    {
        _path = path;
        _parser = new Parser(text);
    }

    /// <exception cref="ConfigurationException">The file cannot be read, or is not YAML of settings.</exception>
    public static IReadOnlyList<SettingInput> Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.CanSeek && file.Length > FileBytesMax)
                throw new ConfigurationException($"{path}: the file has {file.Length} bytes, at most {FileBytesMax}.");

            using StreamReader text = new(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return new YamlSettingsFile(path, text).ReadDocument();
        }
        catch (YamlException e)
        {
            throw new ConfigurationException($"{path}:{e.Start.Line}: this is not YAML: {FirstLine(e.Message)}", e);
        }
        catch (InvalidOperationException e)
        {
            // The parser's own words for a scalar that ends inside of a flow mapping: it names no line.
            throw new ConfigurationException($"{path}: this is not YAML.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new ConfigurationException($"{path}: the file is not UTF-8 text.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: the file cannot be read: {FirstLine(e.Message)}", e);
        }
    }

    private List<SettingInput> ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return _inputs;

        _parser.Consume<DocumentStart>();
        ParsingEvent? content = _parser.Current;
        if (_parser.TryConsume<MappingStart>(out _))
            ReadMapping("", depth: 1);
        else if (!_parser.TryConsume<Scalar>(out Scalar? scalar) || !IsNull(scalar))
            throw Refuse(content, "settings are written as 'key: value'");

        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            throw Refuse(_parser.Current, "a second document begins here; put all settings in one");
        return _inputs;
    }

    private void ReadMapping(string prefix, int depth)
    {
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out Scalar? name))
                throw Refuse(_parser.Current, "a key must be plain text");

            string key = prefix + name.Value;
            if (depth == DepthMax)
                throw Refuse(name, $"{Quote(key)} is nested too deep");
            ReadValue(key, name, depth);
        }
    }

    private void ReadValue(string key, Scalar name, int depth)
    {
        if (_parser.TryConsume<Scalar>(out Scalar? scalar))
        {
            // A section whose settings are all commented out.
            if (!IsNull(scalar) || Settings.Find(key) is not null)
                Add(key, name, scalar.Value);
            else if (!IsSection(key))
                throw UnknownSetting.InKey(Input(key, name, ""));
        }
        else if (_parser.TryConsume<MappingStart>(out _))
        {
            ReadMapping(key + ".", depth + 1);
        }
        else if (_parser.TryConsume<SequenceStart>(out _))
        {
            Add(key, name, ReadSequence(key));
        }
        else
        {
            throw Refuse(_parser.Current, $"{Quote(key)} needs a value written out, not an alias");
        }
    }

    // A list is the same as its items with commas between them.
    private string ReadSequence(string key)
    {
        List<string> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out Scalar? item))
                throw Refuse(_parser.Current, $"the list of {Quote(key)} must hold plain values");
            items.Add(item.Value);
        }

        return string.Join(',', items);
    }

    private void Add(string key, Scalar name, string value)
    {
        if (_inputs.Exists(input => input.Key == key))
            throw Refuse(name, $"{Quote(key)} is set twice in this file");
        _inputs.Add(Input(key, name, value));
    }

    private SettingInput Input(string key, Scalar name, string value) => new(key, value, $"{_path}:{name.Start.Line}");

    private ConfigurationException Refuse(ParsingEvent? at, string what) => new($"{_path}:{at?.Start.Line}: {what}.");

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";

    private static bool IsSection(string key) =>
        Settings.All.Any(setting => setting.Key.StartsWith(key + ".", StringComparison.Ordinal));

    private static string FirstLine(string message)
    {
        string line = message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd();
        return line.EndsWith('.') ? line : line + ".";
    }
}
