using Weir.Fuzz.Tests.Engine;
using Weir.Fuzz.Tests.Targets;
using Weir.Wire.Records;

namespace Weir.Fuzz.Tests;

/// <summary>Every target, by name.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<FuzzTarget>> ByName = new(StringComparer.Ordinal)
    {
        ["amqp-frames"] = static () => new AmqpFrames(),
        ["amqp-methods"] = static () => new AmqpMethods(),
        ["amqp-tables"] = static () => new AmqpTables(),
        ["amqp-properties"] = static () => new AmqpProperties(),
        ["amqp-session"] = static () => new AmqpSession(),
        ["kafka-messages"] = static () => new KafkaMessages(),
        ["kafka-headers"] = static () => new KafkaHeaders(),
        ["kafka-session"] = static () => new KafkaSessions(),
        ["records-plain"] = static () => new RecordBatches(CompressionCodec.None),
        ["records-gzip"] = static () => new RecordBatches(CompressionCodec.Gzip),
        ["records-snappy"] = static () => new RecordBatches(CompressionCodec.Snappy),
        ["records-lz4"] = static () => new RecordBatches(CompressionCodec.Lz4),
        ["records-zstd"] = static () => new RecordBatches(CompressionCodec.Zstd),
        ["disk-journal"] = static () => new DiskJournal(),
        ["disk-frames"] = static () => new DiskFrames(),
        ["disk-segments"] = static () => new DiskSegments(),
        ["disk-snapshots"] = static () => new DiskSnapshots(),
        ["disk-manifest"] = static () => new DiskManifest(),
        ["disk-catalog"] = static () => new DiskCatalog(),
        ["disk-epoch"] = static () => new DiskEpoch(),
        ["disk-records"] = static () => new DiskRecords(),
        ["disk-events"] = static () => new DiskEvents(),
        ["config-yaml"] = static () => new ConfigYaml(),
        ["config-environment"] = static () => new ConfigPairs(isEnvironment: true),
        ["config-flags"] = static () => new ConfigPairs(isEnvironment: false),
        ["http-json"] = static () => new HttpJson(),
    };

    public static IReadOnlyList<string> Names => [.. ByName.Keys];

    public static FuzzTarget? Create(string name) => ByName.GetValueOrDefault(name)?.Invoke();
}
