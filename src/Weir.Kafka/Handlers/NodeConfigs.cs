using System.Globalization;
using Weir.Broker;
using Weir.Broker.Topics;

namespace Weir.Kafka.Handlers;

/// <summary>
/// The node's settings under the names that Kafka's tools know, as far as they mean the same here. Read-only: they come
/// from the configuration the process was started with.
/// </summary>
internal static class NodeConfigs
{
    private static readonly
        (string Name, ConfigType Type, string Doc, Func<KafkaOptions, BrokerOptions, string> Value)[] Table =
    [
        ("node.id", ConfigType.Int, "Id of the one node that clients see.", static (k, _) => Text(k.NodeId)),
        ("broker.id", ConfigType.Int, "Older name of node.id.", static (k, _) => Text(k.NodeId)),
        ("auto.create.topics.enable", ConfigType.Boolean, "Whether metadata requests for unknown topics create them.",
            static (k, _) => k.AutoCreateTopics ? "true" : "false"),
        ("num.partitions", ConfigType.Int, "Partitions of a topic that is created without a count.",
            static (k, _) => Text(k.DefaultPartitions)),
        ("socket.request.max.bytes", ConfigType.Int, "Largest request.", static (k, _) => Text(k.RequestBytesMax)),
        ("fetch.max.bytes", ConfigType.Int, "Most bytes of records in one fetch response.",
            static (k, _) => Text(k.FetchBytesMax)),
        ("group.min.session.timeout.ms", ConfigType.Int, "Shortest session timeout of a group's member.",
            static (_, b) => Text(b.Groups.SessionTimeoutMsMin)),
        ("group.max.session.timeout.ms", ConfigType.Int, "Longest session timeout of a group's member.",
            static (_, b) => Text(b.Groups.SessionTimeoutMsMax)),
        ("group.initial.rebalance.delay.ms", ConfigType.Int, "Wait of an empty group for more members.",
            static (_, b) => Text(b.Groups.InitialRebalanceDelayMs)),
        ("group.max.size", ConfigType.Int, "Most members of a group.", static (_, b) => Text(b.Groups.MembersMax)),
        ("offset.metadata.max.bytes", ConfigType.Int, "Longest metadata of a committed offset.",
            static (_, b) => Text(b.Groups.OffsetMetadataLengthMax)),
        ("offsets.retention.minutes", ConfigType.Int, "How long offsets outlive the last member of their group.",
            static (_, b) => Text(b.Groups.OffsetsRetentionMs / 60_000)),
        ("offsets.retention.check.interval.ms", ConfigType.Long, "How often offsets past retention are looked for.",
            static (_, b) => Text(b.Groups.OffsetsRetentionCheckMs)),
        ("log.retention.check.interval.ms", ConfigType.Long, "How often records past their retention are looked for.",
            static (_, b) => Milliseconds(b.RetentionInterval)),
        ("log.cleaner.backoff.ms", ConfigType.Long, "How often logs are looked over for compaction.",
            static (_, b) => Milliseconds(b.CompactionInterval)),
        ("producer.id.expiration.ms", ConfigType.Int, "Silence after which an idempotent producer is forgotten.",
            static (_, b) => Milliseconds(b.ProducerExpiry)),
        ("log.cleanup.policy", ConfigType.List, "cleanup.policy of topics that set none.",
            static (_, b) => OfTopics(b, "cleanup.policy")),
        ("log.retention.ms", ConfigType.Long, "retention.ms of topics that set none.",
            static (_, b) => OfTopics(b, "retention.ms")),
        ("log.retention.bytes", ConfigType.Long, "retention.bytes of topics that set none.",
            static (_, b) => OfTopics(b, "retention.bytes")),
        ("log.segment.bytes", ConfigType.Int, "segment.bytes of topics that set none.",
            static (_, b) => OfTopics(b, "segment.bytes")),
        ("message.max.bytes", ConfigType.Int, "max.message.bytes of topics that set none.",
            static (_, b) => OfTopics(b, "max.message.bytes")),
        ("log.message.timestamp.type", ConfigType.String, "message.timestamp.type of topics that set none.",
            static (_, b) => OfTopics(b, "message.timestamp.type")),
    ];

    private static readonly KafkaOptions DefaultKafka = new();
    private static readonly BrokerOptions DefaultBroker = new();

    public static IEnumerable<ConfigEntry> Describe(KafkaOptions kafka, BrokerOptions broker)
    {
        foreach ((string name, ConfigType type, string doc, Func<KafkaOptions, BrokerOptions, string> value) in Table)
        {
            string builtIn = value(DefaultKafka, DefaultBroker);
            string now = value(kafka, broker);
            yield return new ConfigEntry(
                name,
                type,
                doc,
                true,
                now == builtIn
                    ? [(ConfigSource.Default, builtIn)]
                    : [(ConfigSource.Node, now), (ConfigSource.Default, builtIn)]);
        }
    }

    private static string OfTopics(BrokerOptions broker, string name) =>
        TopicSettings.Default(broker.TopicDefaults).Describe().First(d => d.Definition.Name == name).Value;

    private static string Milliseconds(TimeSpan span) => Text((long)span.TotalMilliseconds);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
