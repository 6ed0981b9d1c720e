namespace Weir.Hosting.Configuration;

/// <summary>
/// The configuration cannot be used. The message is one sentence for the operator: where the value came from, the key,
/// the value, and what is allowed.
/// </summary>
public sealed class ConfigurationException : Exception
{
    private const int ShownCharactersMax = 80;

    public ConfigurationException()
    {
    }

    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static ConfigurationException BadValue(SettingDefinition setting, SettingInput input) =>
        new($"{input.Source}: {setting.Key} is {Quote(input.Value)}, but must be {setting.Allowed}.");

    /// <summary>Quotes what the operator wrote, on one line and not longer than helps.</summary>
    internal static string Quote(string text)
    {
        string shown = text.Length <= ShownCharactersMax ? text : text[..ShownCharactersMax] + "...";
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c))}'";
    }
}
