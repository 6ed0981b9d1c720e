namespace Weir.Interop.Tests.Support;

/// <summary>One client library that people use, able to write and read the agreed records.</summary>
internal abstract class Client
{
    public static readonly IReadOnlyList<Client> All =
    [
        new LibrdkafkaClient(),
        new KcatClient(),
        new ScriptClient("python3-confluent-kafka", "/usr/bin/python3", "python/confluent.py", ScriptClient.AnyCodec),
        new ScriptClient("python3-kafka", "/usr/bin/python3", "python/kafkapython.py", ScriptClient.AnyCodec),
        new ScriptClient("kafkajs", "node", "js/kafkajs.js", ["none", "gzip", "snappy"]),
        new ScriptClient("@platformatic/kafka", "node", "js/platformatic.js", ScriptClient.AnyCodec),
        new DotnetClient(),
    ];

    public abstract string Name { get; }

    /// <summary>False where a client cannot set headers and timestamps a record.</summary>
    public virtual bool WritesHeaders => true;

    public virtual bool Supports(string codec) => true;

    public static Client Named(string name) => All.Single(client => client.Name == name);

    public static TheoryData<string> Names() => new(All.Select(client => client.Name));

    /// <summary>Writes; fails unless every record was acknowledged.</summary>
    public abstract Task ProduceAsync(BrokerProcess broker, ProduceOptions options);

    /// <summary>Reads the topic from the beginning; fails unless it holds records 0 to count - 1, each once.</summary>
    public abstract Task ConsumeAsync(BrokerProcess broker, string topic, int count, bool withHeaders);
}
