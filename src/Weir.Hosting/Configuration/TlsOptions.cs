namespace Weir.Hosting.Configuration;

/// <summary>The section <c>tls</c>, and where the protocols listen with it.</summary>
public sealed class TlsOptions
{
    private readonly SettingValues _values;

    internal TlsOptions(SettingValues values) => _values = values;

    public string Certificate => _values.Get(Settings.TlsCertificate);

    public string Key => _values.Get(Settings.TlsKey);

    /// <summary>Empty when clients need no certificate.</summary>
    public string ClientCa => _values.Get(Settings.TlsClientCa);

    public IReadOnlyList<Endpoint> KafkaListen => _values.Get(Settings.KafkaTlsListen);

    /// <summary>What Kafka clients that came in by TLS are told to connect to; null: where they came in.</summary>
    public Endpoint? KafkaAdvertised => _values.Get(Settings.KafkaTlsAdvertised).Endpoint;

    public IReadOnlyList<Endpoint> AmqpListen => _values.Get(Settings.AmqpTlsListen);

    public IReadOnlyList<Endpoint> HttpListen => _values.Get(Settings.HttpTlsListen);

    /// <summary>Whether anything listens with TLS.</summary>
    public bool IsUsed => KafkaListen.Count + AmqpListen.Count + HttpListen.Count > 0;
}
