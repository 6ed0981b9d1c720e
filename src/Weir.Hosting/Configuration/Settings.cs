using Microsoft.Extensions.Logging;
using Weir.Hosting.Configuration.Types;
using Weir.Storage;
using Weir.Storage.Embedded;

namespace Weir.Hosting.Configuration;

/// <summary>
/// The one table of settings. To add one, declare it here and give it a property in the options class of its section;
/// environment name, validation, help and docs/configuration.md follow.
/// </summary>
internal static class Settings
{
    private const long KiB = 1L << 10;
    private const long MiB = 1L << 20;
    private const long GiB = 1L << 30;
    private const long TiB = 1L << 40;
    private const long DayMs = 24L * 60 * 60 * 1000;
    private const long CenturyMs = 36_525 * DayMs;

    // Filled by the declarations below, so it has to come first.
    private static readonly List<SettingDefinition> Declared = [];

    public static readonly Setting<string> Data =
        Declare("data", new PathType(), "./weir-data", "Directory that holds everything durable.");

    public static readonly Setting<IReadOnlyList<string>> Namespaces =
        Declare("namespaces", new NamesType(), "/",
            "Namespaces (AMQP's virtual hosts) to make at start; those that exist stay, also when left out.");

    public static readonly Setting<string> SecurityAdmin =
        Declare("security.admin", new TextType(255), "",
            "User to make at start, an administrator with all permissions; empty for none.");

    public static readonly Setting<string> SecurityAdminPasswordFile =
        Declare("security.admin_password_file", new TextType(4096), "",
            "File whose first line is the password of security.admin; it is set at every start.");

    public static readonly Setting<string> TlsCertificate =
        Declare("tls.certificate", new TextType(4096), "",
            "PEM file with the certificate of the TLS listeners and those between it and the root; read anew when it "
            + "changes.");

    public static readonly Setting<string> TlsKey =
        Declare("tls.key", new TextType(4096), "", "PEM file with the certificate's private key.");

    public static readonly Setting<string> TlsClientCa =
        Declare("tls.client_ca", new TextType(4096), "",
            "PEM file with authorities; if set, clients need a certificate of one of them.");

    public static readonly Setting<IReadOnlyList<Endpoint>> KafkaListen =
        Declare("kafka.listen", new EndpointsType(), "127.0.0.1:9092", "Where Kafka clients connect.");

    public static readonly Setting<AdvertisedAddress> KafkaAdvertised =
        Declare("kafka.advertised", new AdvertisedType(), "auto", "Address that Kafka clients are told to connect to.");

    public static readonly Setting<IReadOnlyList<Endpoint>> KafkaTlsListen =
        Declare("kafka.tls_listen", new EndpointsType(), "off", "Where Kafka clients connect with TLS.");

    public static readonly Setting<AdvertisedAddress> KafkaTlsAdvertised =
        Declare("kafka.tls_advertised", new AdvertisedType(), "auto",
            "Address that Kafka clients with TLS are told to connect to.");

    public static readonly Setting<bool> KafkaAutoCreateTopics =
        Declare("kafka.auto_create_topics", new FlagType(), "true",
            "Create a topic when a client first asks for it and allows that.");

    public static readonly Setting<long> KafkaDefaultPartitions =
        Declare("kafka.default_partitions", Count(1, 10_000), "1",
            "Partitions of a topic that is created without a number of its own.");

    public static readonly Setting<long> KafkaMessageBytesMax =
        Declare("kafka.message_bytes_max", new BytesType(1 * KiB, 1 * GiB), "1048588",
            "Largest record batch a producer may send, unless the topic says otherwise.");

    public static readonly Setting<long> KafkaRequestBytesMax =
        Declare("kafka.request_bytes_max", new BytesType(64 * KiB, int.MaxValue), "104857600",
            "Largest request; a connection that announces a larger one is closed.");

    public static readonly Setting<long> KafkaConnectionsMax =
        Declare("kafka.connections_max", Count(1, 1_000_000), "20000",
            "Kafka connections open at the same time; further ones are closed at once.");

    public static readonly Setting<long> KafkaIdleMs =
        Declare("kafka.idle_ms", Milliseconds(1_000, DayMs), "600000",
            "A Kafka connection without a request for this long is closed.");

    public static readonly Setting<IReadOnlyList<Endpoint>> AmqpListen =
        Declare("amqp.listen", new EndpointsType(), "127.0.0.1:5672", "Where AMQP clients connect.");

    public static readonly Setting<IReadOnlyList<Endpoint>> AmqpTlsListen =
        Declare("amqp.tls_listen", new EndpointsType(), "off", "Where AMQP clients connect with TLS.");

    public static readonly Setting<bool> AmqpPresentsAsRabbitMq =
        Declare("amqp.presents_as_rabbitmq", new FlagType(), "true",
            "Give RabbitMQ as product to AMQP clients, some of which use per-channel prefetch only then.");

    // RabbitMQ's tools and clients look for a broker's HTTP API on 15672, and 8080 is taken on many a machine.
    public static readonly Setting<IReadOnlyList<Endpoint>> HttpListen =
        Declare("http.listen", new EndpointsType(), "127.0.0.1:15672", "Where the HTTP API and metrics are served.");

    public static readonly Setting<IReadOnlyList<Endpoint>> HttpTlsListen =
        Declare("http.tls_listen", new EndpointsType(), "off", "Where the HTTP API and metrics are served with TLS.");

    public static readonly Setting<long> GroupsSessionTimeoutMsMin =
        Declare("groups.session_timeout_ms_min", Milliseconds(1, DayMs), "6000",
            "Shortest session timeout a group member may ask for.");

    public static readonly Setting<long> GroupsSessionTimeoutMsMax =
        Declare("groups.session_timeout_ms_max", Milliseconds(1, DayMs), "1800000",
            "Longest session timeout a group member may ask for.");

    public static readonly Setting<long> GroupsInitialRebalanceDelayMs =
        Declare("groups.initial_rebalance_delay_ms", Milliseconds(0, 600_000), "0",
            "How long a new group waits for more members before its first rebalance.");

    public static readonly Setting<long> GroupsMembersMax =
        Declare("groups.members_max", Count(1, 1_000_000), "10000", "Members of one group.");

    public static readonly Setting<long> GroupsOffsetsRetentionMs =
        Declare("groups.offsets_retention_ms", Milliseconds(1, CenturyMs), "604800000",
            "How long the offsets of a group without members are kept.");

    public static readonly Setting<long> StorageJournalFileBytes =
        Declare("storage.journal_file_bytes", new BytesType(64 * KiB, EmbeddedOptions.JournalFileBytesMax), "64MiB",
            "Size of one journal file.");

    public static readonly Setting<long> StorageMemoryBytesMax =
        Declare("storage.memory_bytes_max", new BytesType(1 * MiB, 1 * TiB), "256MiB",
            "Memory for records that no checkpoint has copied yet; producers wait for one at all of it; it "
            + "starts at a quarter. Not more than a quarter of the memory that the process may use.");

    public static readonly Setting<long> StorageCheckpointJournalBytes =
        Declare("storage.checkpoint_journal_bytes", new BytesType(64 * KiB, 1 * TiB), "512MiB",
            "A checkpoint starts when this much journal has been written since the last.");

    public static readonly Setting<long> StorageCheckpointIntervalMs =
        Declare("storage.checkpoint_interval_ms", Milliseconds(100, DayMs), "60000",
            "A checkpoint starts when the last is this old and there is something to copy.");

    public static readonly Setting<long> StorageSegmentBytesMax =
        Declare("storage.segment_bytes_max", new BytesType(64 * KiB, int.MaxValue), "64MiB",
            "Size at which a segment is closed and the next begins, unless the topic says otherwise.");

    public static readonly Setting<long> StorageFreeBytesMin =
        Declare("storage.free_bytes_min", new BytesType(1 * MiB, 1 * TiB), "256MiB",
            "Disk kept free for settling, retention and checkpoints: with less, and what the next checkpoint may copy, "
            + "publishes are refused (Kafka, HTTP) or wait (AMQP).");

    public static readonly Setting<long> DelaysPendingMax =
        Declare("delays.pending_max", Count(0, 100_000_000), "5000000",
            "Records that may wait for a later delivery; further ones are refused. Each takes 16 to 20 bytes of "
            + "memory.");

    public static readonly Setting<long> TraceEventsMax =
        Declare("trace.events_max", Count(1_000, 10_000_000), "65536",
            "Events of traced messages that are kept in memory, the newest of all topics together. Each takes about "
            + "250 bytes, 2 KiB at most.");

    public static readonly Setting<long> RetentionDefaultMs =
        Declare("retention.default_ms", Milliseconds(1, CenturyMs, allowsNoLimit: true), "604800000",
            "How long records are kept, unless the topic says otherwise.");

    public static readonly Setting<long> RetentionDefaultBytes =
        Declare("retention.default_bytes", new BytesType(0, 1024 * TiB, allowsNoLimit: true), "-1",
            "How much of a partition is kept, unless the topic says otherwise.");

    public static readonly Setting<long> RetentionCheckIntervalMs =
        Declare("retention.check_interval_ms", Milliseconds(100, DayMs), "60000",
            "How often retention looks for records to drop.");

    public static readonly Setting<long> CompactionIntervalMs =
        Declare("compaction.interval_ms", Milliseconds(100, DayMs), "15000",
            "How often compaction looks for a partition worth compacting.");

    public static readonly Setting<Durability> DurabilityDefault =
        Declare("durability.default", new ChoiceType<Durability>(("fsync", Durability.Fsync), ("os", Durability.Os)),
            "fsync",
            "What an acknowledgement means: on stable storage (fsync), or handed to the operating system (os).");

    public static readonly Setting<LogLevel> LoggingLevel =
        Declare("log.level", new ChoiceType<LogLevel>(
                ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("information", LogLevel.Information),
                ("warning", LogLevel.Warning), ("error", LogLevel.Error)),
            "information", "Log lines below this level are left out.");

    public static readonly Setting<LogFormat> LoggingFormat =
        Declare("log.format", new ChoiceType<LogFormat>(("text", LogFormat.Text), ("json", LogFormat.Json)), "text",
            "Log lines for people, or one JSON object a line.");

    public static readonly Setting<CollectorAddress> TelemetryOtlpEndpoint =
        Declare("telemetry.otlp.endpoint", new CollectorType(), "off",
            "OpenTelemetry collector to send metrics and traces to, over OTLP with HTTP and protobuf.");

    public static readonly Setting<long> TelemetryOtlpIntervalMs =
        Declare("telemetry.otlp.interval_ms", Milliseconds(100, DayMs), "10000", "How often metrics are sent.");

    public static readonly Setting<double> TelemetryTracesSamplingRatio =
        Declare("telemetry.traces.sampling_ratio", new RatioType(), "0",
            "Share of messages without a traceparent that get a trace; those with one follow its sampled flag.");

    /// <summary>Every setting, in the order of the documentation.</summary>
    public static IReadOnlyList<SettingDefinition> All => Declared;

    public static SettingDefinition? Find(string key) => Declared.Find(setting => setting.Key == key);

    private static WholeNumberType Count(long minimum, long maximum) => new("count", minimum, maximum);

    private static WholeNumberType Milliseconds(long minimum, long maximum, bool allowsNoLimit = false) =>
        new("milliseconds", minimum, maximum, allowsNoLimit);

    private static Setting<T> Declare<T>(string key, SettingType<T> type, string defaultText, string doc)
        where T : notnull
    {
        Setting<T> setting = new(key, type, defaultText, doc);
        Declared.Add(setting);
        return setting;
    }
}
