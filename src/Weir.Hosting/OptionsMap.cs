using System.Globalization;
using Weir.Broker;
using Weir.Broker.Topics;
using Weir.Hosting.Configuration;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Hosting;

/// <summary>The configuration as each part's own options.</summary>
internal static class OptionsMap
{
    public static BrokerOptions Broker(WeirOptions options) => new()
    {
        Log = new LogStoreOptions
        {
            MemoryBytesMax = Math.Min(options.Storage.MemoryBytesMax, LogStoreOptions.MemoryBytesShare),
            CheckpointJournalBytes = options.Storage.CheckpointJournalBytes,
            CheckpointInterval = TimeSpan.FromMilliseconds(options.Storage.CheckpointIntervalMs),
            FreeBytesMin = options.Storage.FreeBytesMin,
        },
        Subscriptions = new Weir.Kafka.ConsumerSubscriptionReader(),
        DeadLetters = Weir.Amqp.AmqpServer.DeadLetters,
        MessageIds = new Weir.Amqp.MessageIdReader(),
        TopicDefaults = Topics(options),
        Groups = new Weir.Broker.Groups.GroupOptions
        {
            SessionTimeoutMsMin = options.Groups.SessionTimeoutMsMin,
            SessionTimeoutMsMax = options.Groups.SessionTimeoutMsMax,
            InitialRebalanceDelayMs = options.Groups.InitialRebalanceDelayMs,
            MembersMax = options.Groups.MembersMax,
            OffsetsRetentionMs = options.Groups.OffsetsRetentionMs,
        },
        Delays = new Weir.Broker.Delays.DelayOptions { PendingMax = options.DelaysPendingMax },
        TraceEventsMax = options.TraceEventsMax,
        RetentionInterval = TimeSpan.FromMilliseconds(options.Retention.CheckIntervalMs),
        CompactionInterval = TimeSpan.FromMilliseconds(options.CompactionIntervalMs),
    };

    public static Weir.Kafka.KafkaOptions Kafka(WeirOptions options) => new()
    {
        Advertised = options.Kafka.Advertised is { } endpoint ? (endpoint.Host, endpoint.Port) : null,
        TlsAdvertised = options.Tls.KafkaAdvertised is { } secure ? (secure.Host, secure.Port) : null,
        AutoCreateTopics = options.Kafka.AutoCreateTopics,
        DefaultPartitions = options.Kafka.DefaultPartitions,
        RequestBytesMax = options.Kafka.RequestBytesMax,
        ConnectionsMax = options.Kafka.ConnectionsMax,
        IdleTimeout = TimeSpan.FromMilliseconds(options.Kafka.IdleMs),
    };

    public static Weir.Amqp.AmqpOptions Amqp(WeirOptions options) => new()
    {
        PresentsAsRabbitMq = options.AmqpPresentsAsRabbitMq,
    };

    private static TopicDefaults Topics(WeirOptions options)
    {
        var values = new Dictionary<string, string>
        {
            ["retention.ms"] = options.Retention.DefaultMs.ToString(CultureInfo.InvariantCulture),
            ["retention.bytes"] = options.Retention.DefaultBytes.ToString(CultureInfo.InvariantCulture),
            ["max.message.bytes"] = options.Kafka.MessageBytesMax.ToString(CultureInfo.InvariantCulture),
            ["segment.bytes"] = options.Storage.SegmentBytesMax.ToString(CultureInfo.InvariantCulture),
            ["durability"] = options.DefaultDurability switch
            {
                Durability.Os => "os",
                Durability.Memory => "memory",
                _ => "fsync",
            },
        };
        return TopicDefaults.TryCreate(values, out TopicDefaults defaults, out string error)
            ? defaults
            : throw new ConfigurationException(error);
    }
}
