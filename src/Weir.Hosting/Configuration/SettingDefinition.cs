namespace Weir.Hosting.Configuration;

/// <summary>
/// Everything there is to know about one setting. Parsing, validation, help and documentation read it from here, so
/// that they cannot disagree. Declared only in <see cref="Settings"/>.
/// </summary>
internal abstract class SettingDefinition(string key, string defaultText, string doc)
{
    public const string EnvironmentPrefix = "WEIR_";

    /// <summary>Dotted name; the part before the dot is the section in the YAML file.</summary>
    public string Key { get; } = key;

    public string DefaultText { get; } = defaultText;

    /// <summary>One line for people.</summary>
    public string Doc { get; } = doc;

    public string Section => Key.Split('.')[0];

    public string EnvironmentName { get; } =
        EnvironmentPrefix + key.Replace('.', '_').ToUpperInvariant();

    /// <summary>Type and unit in a word or two, for tables.</summary>
    public abstract string TypeName { get; }

    /// <summary>Completes the sentence "the value must be ...".</summary>
    public abstract string Allowed { get; }

    /// <exception cref="ConfigurationException">The text is not an allowed value.</exception>
    public abstract object Parse(SettingInput input);
}
