namespace Weir.Broker.Topics;

/// <summary>
/// What a topic's settings are where the topic does not set them: the table's values, with those on top that the broker
/// was configured with. Valid as a whole.
/// </summary>
public sealed class TopicDefaults
{
    private TopicDefaults(string[] values) => Values = values;

    /// <summary>The table's own values.</summary>
    public static TopicDefaults Standard { get; } = new([.. TopicSettingTable.All.Select(static d => d.Default)]);

    /// <summary>By <see cref="TopicSettingDefinition.Index"/>.</summary>
    internal string[] Values { get; }

    /// <summary>Takes topic settings by name; the error is one sentence.</summary>
    public static bool TryCreate(
        IReadOnlyDictionary<string, string> values, out TopicDefaults defaults, out string error)
    {
        bool valid = TopicSettings.TryCreate(values, Standard, out TopicSettings settings, out error);
        defaults = valid ? new TopicDefaults(settings.Values) : Standard;
        return valid;
    }
}
