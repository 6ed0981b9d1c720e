using System.Globalization;
using Weir.Broker.Duplicates;
using static Weir.Broker.Topics.TopicSettingRule;
using static Weir.Broker.Topics.TopicSettingType;

namespace Weir.Broker.Topics;

/// <summary>
/// Every setting of a topic: Kafka's, each either honoured or limited to what this broker does anyway, and our own. A
/// value that would be accepted and ignored has no place here.
/// </summary>
public static class TopicSettingTable
{
    internal const string CleanupPolicy = "cleanup.policy";
    internal const string RetentionMs = "retention.ms";
    internal const string RetentionBytes = "retention.bytes";
    internal const string SegmentBytes = "segment.bytes";
    internal const string SegmentMs = "segment.ms";
    internal const string MessageBytesMax = "max.message.bytes";
    internal const string CompressionType = "compression.type";
    internal const string TimestampType = "message.timestamp.type";
    internal const string TimestampBeforeMaxMs = "message.timestamp.before.max.ms";
    internal const string TimestampAfterMaxMs = "message.timestamp.after.max.ms";
    internal const string TimestampDifferenceMaxMs = "message.timestamp.difference.max.ms";
    internal const string MinCompactionLagMs = "min.compaction.lag.ms";
    internal const string MaxCompactionLagMs = "max.compaction.lag.ms";
    internal const string DeleteRetentionMs = "delete.retention.ms";
    internal const string MinCleanableDirtyRatio = "min.cleanable.dirty.ratio";
    internal const string Durability = "durability";
    internal const string DelayedDelivery = "delayed.delivery";
    internal const string DeduplicationWindowMs = "deduplication.window.ms";
    internal const string DeduplicationIdsMax = "deduplication.max.ids";
    internal const string Trace = "trace.enabled";
    internal const string FlushMessages = "flush.messages";
    internal const string FlushMs = "flush.ms";

    private const long CheckpointIntervalMs = 60_000;
    private const long DayMs = 24L * 60 * 60 * 1000;

    // 32 bytes for each 32 KiB of the largest segment (2 GiB), and one entry more.
    private const long SegmentIndexBytesMin = (2L << 20) + 32;

    private const string NoTiers = "this broker has no storage tiers: all records are in its one store";
    private const string OneLevel = "batches that are compressed again get their codec's usual level";
    private const string NoReplicas = "no partition has replicas whose traffic could be throttled";
    private static readonly string LongMax = long.MaxValue.ToString(CultureInfo.InvariantCulture);

    private static readonly TopicSettingDefinition[] Table =
        Number([.. Cleanup(), .. Messages(), .. Writing(), .. Fixed()]);
    private static readonly Dictionary<string, TopicSettingDefinition> ByName = Table.ToDictionary(static d => d.Name);

    public static IReadOnlyList<TopicSettingDefinition> All => Table;

    public static TopicSettingDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static TopicSettingDefinition[] Number(TopicSettingDefinition[] table) =>
        [.. table.Select(static (definition, i) => definition with { Index = i })];

    private static TopicSettingDefinition[] Cleanup() =>
    [
        new(CleanupPolicy, List, "delete", SomeOf("delete", "compact"), "",
            "delete drops records past retention; compact keeps the newest record of each key; both do both."),
        new(RetentionMs, Long, Text(7 * DayMs), Between(-1, long.MaxValue), "milliseconds",
            "Age at which records are dropped under cleanup.policy delete; -1 keeps them for ever."),
        new(RetentionBytes, Long, "-1", Between(-1, long.MaxValue), "bytes",
            "Size of a partition beyond which cleanup.policy delete drops its oldest segments; -1 is no limit."),
        new(DeleteRetentionMs, Long, Text(DayMs), Between(0, long.MaxValue), "milliseconds",
            "How long compaction keeps a tombstone (a record with a key and no value) before it goes as well."),
        new(MinCompactionLagMs, Long, "0", Between(0, long.MaxValue), "milliseconds",
            "Age below which compaction leaves a record alone."),
        new(MaxCompactionLagMs, Long, LongMax, Between(1, long.MaxValue), "milliseconds",
            "Age at which a record makes compaction run whatever min.cleanable.dirty.ratio says."),
        new(MinCleanableDirtyRatio, TopicSettingType.Double, "0.5", Ratio(), "",
            "Share of a partition's bytes that must be new since its last compaction before it is compacted again."),
        new(SegmentBytes, Int, Text(64 << 20), Between(14, int.MaxValue), "bytes",
            "Largest segment; retention drops whole segments. One larger batch is a segment of its own."),
        new(SegmentMs, Long, Text(7 * DayMs), Between(
                CheckpointIntervalMs, long.MaxValue,
                "segments are cut at checkpoints, which are up to 60 seconds apart"),
            "milliseconds",
            "Longest time that one segment spans; small segments are merged up to it."),
    ];

    private static TopicSettingDefinition[] Messages() =>
    [
        new(MessageBytesMax, Int, Text((1 << 20) + 12), Between(0, int.MaxValue), "bytes",
            "Largest record batch, as compressed by the producer, that is accepted."),
        new(CompressionType, TopicSettingType.String, "producer",
            OneOf("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"), "",
            "How batches are stored: as the producer compressed them, or compressed again by the broker."),
        new(TimestampType, TopicSettingType.String, "CreateTime", OneOf("CreateTime", "LogAppendTime"), "",
            "Whether records keep the producer's time or get the time of their append."),
        new(TimestampBeforeMaxMs, Long, LongMax, Between(0, long.MaxValue), "milliseconds",
            "How far a producer's time may lie behind the broker's; others are refused. CreateTime only."),
        new(TimestampAfterMaxMs, Long, Text(60 * 60 * 1000), Between(0, long.MaxValue), "milliseconds",
            "How far a producer's time may lie ahead of the broker's; others are refused. CreateTime only."),
        new(TimestampDifferenceMaxMs, Long, LongMax, Between(0, long.MaxValue), "milliseconds",
            "Older name that sets both message.timestamp.before.max.ms and message.timestamp.after.max.ms."),
    ];

    private static TopicSettingDefinition[] Writing() =>
    [
        new(Durability, TopicSettingType.String, "fsync", OneOf("fsync", "os", "memory"), "",
            "When a write is acknowledged: synced to disk, handed to the operating system, or in memory only."),
        new(DelayedDelivery, TopicSettingType.Boolean, "false", TopicSettingRule.Boolean(), "",
            "Whether the broker looks for the header deliver-at in what producers send; queues always do."),
        new(DeduplicationWindowMs, Long, "0", Between(0, uint.MaxValue), "milliseconds",
            "How long a partition of a stream takes no other record of a message id that it took; 0 is not at all."),
        new(DeduplicationIdsMax, Int, Text(Deduplicator.IdsMaxByDefault), Between(1, Deduplicator.IdsMaxMax), "ids",
            "Most message ids that a partition remembers; beyond that the oldest are forgotten before their time."),
        new(Trace, TopicSettingType.Boolean, "false", TopicSettingRule.Boolean(), "",
            "Whether the broker notes what happens to each record, to be looked up as its trace."),
        new(FlushMessages, Long, LongMax, Between(1, long.MaxValue), "messages",
            "Any value is met under durability fsync, where each acknowledged write is synced; refused otherwise."),
        new(FlushMs, Long, LongMax, Between(0, long.MaxValue), "milliseconds",
            "Any value is met under durability fsync, where each acknowledged write is synced; refused otherwise."),
        new("preallocate", TopicSettingType.Boolean, "false", TopicSettingRule.Boolean(), "",
            "Either value is met: the journal is always preallocated, and segments are written once, whole."),
        new("segment.index.bytes", Int, Text(10 << 20), Between(
                SegmentIndexBytesMin, int.MaxValue, "an index takes 1/1024 of its segment, so less may not hold it"),
            "bytes",
            "Any value from there on is met: an index is as large as its segment needs, 2 MiB at most."),
        new("message.format.version", TopicSettingType.String, "3.0-IV1",
            FormatVersion("records are stored as record batches of format 2, which came with 0.11.0"), "",
            "Any release that knows record batches; they are the only format stored."),
    ];

    private static TopicSettingDefinition[] Fixed() =>
    [
        One("compression.gzip.level", Int, "-1", OneLevel),
        One("compression.lz4.level", Int, "9", OneLevel),
        One("compression.zstd.level", Int, "3", OneLevel),
        One("min.insync.replicas", Int, "1",
            "each shard has one owner and one store, so an acknowledgement never waits for a second replica"),
        One("unclean.leader.election.enable", TopicSettingType.Boolean, "false",
            "an owner always recovers every acknowledged record, so there is no unclean election to allow"),
        One("segment.jitter.ms", Long, "0", "segments are cut by checkpoints, not by timers that could be spread"),
        One("index.interval.bytes", Int, "32768", "a segment's index always has one entry for each 32 KiB"),
        One("file.delete.delay.ms", Long, "0", "a dropped segment goes when its last reader is done, without a delay"),
        One("message.downconversion.enable", TopicSettingType.Boolean, "false",
            "fetches of the old message formats are not served"),
        One("remote.storage.enable", TopicSettingType.Boolean, "false", NoTiers),
        One("remote.log.copy.disable", TopicSettingType.Boolean, "false", NoTiers),
        One("remote.log.delete.on.disable", TopicSettingType.Boolean, "false", NoTiers),
        One("local.retention.ms", Long, "-2", NoTiers),
        One("local.retention.bytes", Long, "-2", NoTiers),
        One("leader.replication.throttled.replicas", List, "", NoReplicas),
        One("follower.replication.throttled.replicas", List, "", NoReplicas),
    ];

    private static TopicSettingDefinition One(string name, TopicSettingType type, string value, string reason) =>
        new(name, type, value, Only(value, reason), "", $"Fixed: {reason}.");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
