using Weir.Storage;

namespace Weir.Hosting.Configuration;

/// <summary>
/// The whole configuration, typed and validated; it does not change while the broker runs. Sections mirror those of
/// the configuration file.
/// </summary>
public sealed class WeirOptions
{
    private readonly SettingValues _values;

    /// <param name="inputs">Settings to change from their defaults; the last of a key wins.</param>
    /// <exception cref="ConfigurationException">A key is unknown or a value is not allowed.</exception>
    public WeirOptions(IEnumerable<SettingInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _values = new SettingValues(inputs);
        Security = new SecurityOptions(_values);
        Tls = new TlsOptions(_values);
        Kafka = new KafkaOptions(_values);
        Groups = new GroupOptions(_values);
        Storage = new StorageOptions(_values);
        Retention = new RetentionOptions(_values);
        Log = new LogOptions(_values);
        Telemetry = new TelemetryOptions(_values);
        OptionConflicts.Check(_values);
    }

    public WeirOptions()
        : this([])
    {
    }

    /// <summary>Directory that holds everything durable.</summary>
    public string Data => _values.Get(Settings.Data);

    /// <summary>Namespaces to make at start.</summary>
    public IReadOnlyList<string> Namespaces => _values.Get(Settings.Namespaces);

    public SecurityOptions Security { get; }

    public TlsOptions Tls { get; }

    public KafkaOptions Kafka { get; }

    /// <summary>Where AMQP listens; empty when it is off.</summary>
    public IReadOnlyList<Endpoint> AmqpListen => _values.Get(Settings.AmqpListen);

    /// <summary>Whether AMQP clients are told that this is compatible with RabbitMQ: some behave by the name.</summary>
    public bool AmqpPresentsAsRabbitMq => _values.Get(Settings.AmqpPresentsAsRabbitMq);

    /// <summary>Where HTTP listens; empty when it is off.</summary>
    public IReadOnlyList<Endpoint> HttpListen => _values.Get(Settings.HttpListen);

    public GroupOptions Groups { get; }

    public StorageOptions Storage { get; }

    public RetentionOptions Retention { get; }

    /// <summary>Most events of traced messages that are kept.</summary>
    public int TraceEventsMax => (int)_values.Get(Settings.TraceEventsMax);

    /// <summary>Most records that wait for a later delivery.</summary>
    public long DelaysPendingMax => _values.Get(Settings.DelaysPendingMax);

    public int CompactionIntervalMs => (int)_values.Get(Settings.CompactionIntervalMs);

    /// <summary>What an acknowledgement means for topics that do not say it themselves.</summary>
    public Durability DefaultDurability => _values.Get(Settings.DurabilityDefault);

    public LogOptions Log { get; }

    public TelemetryOptions Telemetry { get; }
}
