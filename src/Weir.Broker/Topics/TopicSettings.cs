using System.Collections.Frozen;
using System.Globalization;
using Weir.Storage;
using Weir.Wire.Records;

namespace Weir.Broker.Topics;

/// <summary>
/// The settings of one topic, immutable: what its creator set, and defaults for the rest. Only valid ones exist.
/// </summary>
public sealed class TopicSettings
{
    private TopicSettings(string[] values, FrozenDictionary<string, string> overrides)
    {
        Values = values;
        Overrides = overrides;
        CleanupPolicy = ParseCleanupPolicy(Text(TopicSettingTable.CleanupPolicy));
        RetentionMs = Number(TopicSettingTable.RetentionMs);
        RetentionBytes = Number(TopicSettingTable.RetentionBytes);
        SegmentBytes = (int)Number(TopicSettingTable.SegmentBytes);
        SegmentMs = Number(TopicSettingTable.SegmentMs);
        MessageBytesMax = (int)Number(TopicSettingTable.MessageBytesMax);
        Compression = ParseCompression(Text(TopicSettingTable.CompressionType));
        TimestampType = Enum.Parse<TimestampType>(Text(TopicSettingTable.TimestampType));
        TimestampBeforeMaxMs = Number(TopicSettingTable.TimestampBeforeMaxMs);
        TimestampAfterMaxMs = Number(TopicSettingTable.TimestampAfterMaxMs);
        MinCompactionLagMs = Number(TopicSettingTable.MinCompactionLagMs);
        MaxCompactionLagMs = Number(TopicSettingTable.MaxCompactionLagMs);
        DeleteRetentionMs = Number(TopicSettingTable.DeleteRetentionMs);
        MinCleanableDirtyRatio = double.Parse(
            Text(TopicSettingTable.MinCleanableDirtyRatio), CultureInfo.InvariantCulture);
        HasDelayedDelivery = bool.Parse(Text(TopicSettingTable.DelayedDelivery));
        IsTraced = bool.Parse(Text(TopicSettingTable.Trace));
        DeduplicationWindowMs = Number(TopicSettingTable.DeduplicationWindowMs);
        DeduplicationIdsMax = (int)Number(TopicSettingTable.DeduplicationIdsMax);
        Durability = Enum.Parse<Durability>(Text(TopicSettingTable.Durability), ignoreCase: true);
    }

    /// <summary>What was set for this topic, by name.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; }

    public CleanupPolicy CleanupPolicy { get; }

    /// <summary>-1: for ever.</summary>
    public long RetentionMs { get; }

    /// <summary>Per partition; -1: no limit.</summary>
    public long RetentionBytes { get; }

    public int SegmentBytes { get; }

    public long SegmentMs { get; }

    /// <summary>Largest record batch in bytes, compressed, head included.</summary>
    public int MessageBytesMax { get; }

    /// <summary>The codec that batches are stored with; null: as the producer compressed them.</summary>
    public CompressionCodec? Compression { get; }

    public TimestampType TimestampType { get; }

    public long TimestampBeforeMaxMs { get; }

    public long TimestampAfterMaxMs { get; }

    public long MinCompactionLagMs { get; }

    public long MaxCompactionLagMs { get; }

    public long DeleteRetentionMs { get; }

    public double MinCleanableDirtyRatio { get; }

    public Durability Durability { get; }

    /// <summary>Producers' batches are searched for records that are to be delivered later.</summary>
    public bool HasDelayedDelivery { get; }

    /// <summary>What happens to its records is noted.</summary>
    public bool IsTraced { get; }

    /// <summary>0: records are taken as often as they come.</summary>
    public long DeduplicationWindowMs { get; }

    public int DeduplicationIdsMax { get; }

    internal string[] Values { get; }

    public static TopicSettings Default(TopicDefaults defaults) =>
        new(defaults.Values, FrozenDictionary<string, string>.Empty);

    /// <summary>
    /// False when a setting is unknown, a value is not allowed or two values contradict each other; the error is one
    /// sentence that names the setting, the value and what is allowed, and <paramref name="settings"/> the defaults.
    /// </summary>
    public static bool TryCreate(
        IReadOnlyDictionary<string, string> overrides,
        TopicDefaults defaults,
        out TopicSettings settings,
        out string error)
    {
        settings = Default(defaults);
        string[] values = [.. defaults.Values];
        var kept = new Dictionary<string, string>();
        foreach ((string name, string given) in overrides)
        {
            string value = given.Trim();
            error = Refusal(name, value) ?? "";
            if (error.Length > 0) return false;
            values[TopicSettingTable.Find(name)!.Index] = value;
            kept[name] = value;
        }

        error = Contradiction(kept) ?? "";
        if (error.Length > 0) return false;
        ApplyOlderName(kept, values);
        var made = new TopicSettings(values, kept.ToFrozenDictionary());
        error = made.Contradiction() ?? "";
        if (error.Length > 0) return false;
        settings = made;
        return true;
    }

    /// <summary>
    /// Every setting with its value in force. The older name of the timestamp limits appears only where it was set.
    /// </summary>
    public IEnumerable<(TopicSettingDefinition Definition, string Value, bool IsDefault)> Describe()
    {
        foreach (TopicSettingDefinition definition in TopicSettingTable.All)
        {
            bool isSet = Overrides.ContainsKey(definition.Name);
            if (definition.Name == TopicSettingTable.TimestampDifferenceMaxMs && !isSet) continue;
            yield return (definition, Values[definition.Index], !isSet);
        }
    }

    private static string? Refusal(string name, string value) =>
        TopicSettingTable.Find(name) is { } definition
            ? definition.Refusal(value)
            : $"{name} is not a topic setting, so it cannot be \"{value}\"; docs/topic-settings.md lists them.";

    private static string? Contradiction(Dictionary<string, string> set)
    {
        if (!set.TryGetValue(TopicSettingTable.TimestampDifferenceMaxMs, out string? difference)) return null;
        const string before = TopicSettingTable.TimestampBeforeMaxMs;
        const string after = TopicSettingTable.TimestampAfterMaxMs;
        return set.ContainsKey(before) || set.ContainsKey(after)
            ? $"{TopicSettingTable.TimestampDifferenceMaxMs} is \"{difference}\" but must be left out where " +
                $"{before} or {after} is set, as it sets both."
            : null;
    }

    private static void ApplyOlderName(Dictionary<string, string> set, string[] values)
    {
        if (!set.TryGetValue(TopicSettingTable.TimestampDifferenceMaxMs, out string? difference)) return;
        values[IndexOf(TopicSettingTable.TimestampBeforeMaxMs)] = difference;
        values[IndexOf(TopicSettingTable.TimestampAfterMaxMs)] = difference;
    }

    private string? Contradiction()
    {
        if (MinCompactionLagMs > MaxCompactionLagMs)
        {
            return $"{TopicSettingTable.MinCompactionLagMs} is \"{MinCompactionLagMs}\" but must not exceed " +
                $"{TopicSettingTable.MaxCompactionLagMs}, which is {MaxCompactionLagMs}.";
        }

        if (Durability == Durability.Fsync) return null;
        string durability = Text(TopicSettingTable.Durability);
        if (Durability == Durability.Memory && CleanupPolicy.HasFlag(CleanupPolicy.Compact))
        {
            string cleanup = Text(TopicSettingTable.CleanupPolicy);
            return $"{TopicSettingTable.CleanupPolicy} is \"{cleanup}\" but must be delete where " +
                $"{TopicSettingTable.Durability} is {durability}: only stored segments are compacted.";
        }

        if (Durability == Durability.Memory && DeduplicationWindowMs > 0)
        {
            return $"{TopicSettingTable.DeduplicationWindowMs} is \"{DeduplicationWindowMs}\" but must be 0 where " +
                $"{TopicSettingTable.Durability} is {durability}: what is remembered is stored with the records.";
        }

        foreach (string flush in (string[])[TopicSettingTable.FlushMessages, TopicSettingTable.FlushMs])
        {
            string value = Text(flush);
            if (value == TopicSettingTable.Find(flush)!.Default) continue;
            return $"{flush} is \"{value}\" but must be left out where {TopicSettingTable.Durability} is " +
                $"{durability}: only durability fsync syncs.";
        }

        return null;
    }

    private static CleanupPolicy ParseCleanupPolicy(string list) =>
        TopicSettingRule.Split(list).Aggregate(
            CleanupPolicy.None, static (all, one) => all | Enum.Parse<CleanupPolicy>(one, ignoreCase: true));

    private static CompressionCodec? ParseCompression(string type) => type switch
    {
        "producer" => null,
        "uncompressed" => CompressionCodec.None,
        _ => Enum.Parse<CompressionCodec>(type, ignoreCase: true),
    };

    private string Text(string name) => Values[IndexOf(name)];

    private long Number(string name) => long.Parse(Text(name), CultureInfo.InvariantCulture);

    private static int IndexOf(string name) => TopicSettingTable.Find(name)!.Index;
}
