namespace Weir.Hosting.Configuration;

/// <summary>The section <c>kafka</c>.</summary>
public sealed class KafkaOptions
{
    private readonly SettingValues _values;

    internal KafkaOptions(SettingValues values) => _values = values;

    /// <summary>Where Kafka listens; empty when it is off.</summary>
    public IReadOnlyList<Endpoint> Listen => _values.Get(Settings.KafkaListen);

    /// <summary>What clients are told to connect to; null for the address they came in by.</summary>
    public Endpoint? Advertised => _values.Get(Settings.KafkaAdvertised).Endpoint;

    public bool AutoCreateTopics => _values.Get(Settings.KafkaAutoCreateTopics);

    public int DefaultPartitions => (int)_values.Get(Settings.KafkaDefaultPartitions);

    public int MessageBytesMax => (int)_values.Get(Settings.KafkaMessageBytesMax);

    public int RequestBytesMax => (int)_values.Get(Settings.KafkaRequestBytesMax);

    public int ConnectionsMax => (int)_values.Get(Settings.KafkaConnectionsMax);

    public int IdleMs => (int)_values.Get(Settings.KafkaIdleMs);
}
