namespace Weir.Kafka.Handlers;

/// <summary>
/// A setting as tools see it: its value in force, and what it would be without each level that sets it.
/// </summary>
/// <param name="Levels">Every level that has a value, the one in force first.</param>
internal sealed record ConfigEntry(
    string Name,
    ConfigType Type,
    string Documentation,
    bool IsReadOnly,
    IReadOnlyList<(ConfigSource Source, string Value)> Levels)
{
    public string Value => Levels[0].Value;

    public ConfigSource Source => Levels[0].Source;
}
