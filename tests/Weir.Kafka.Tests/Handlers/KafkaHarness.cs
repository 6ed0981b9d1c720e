using Microsoft.Extensions.Logging.Abstractions;
using Weir.Broker;
using Weir.Broker.Groups;
using Weir.Kafka.Wire;
using Weir.Storage.Logs;
using Weir.Storage.Memory;
using Weir.Testing.Time;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>A broker in memory with the Kafka server on top; clients come by <see cref="Connect"/>.</summary>
internal sealed class KafkaHarness : IAsyncDisposable
{
    private readonly List<KafkaClient> _clients = [];

    private KafkaHarness(MemoryEngine engine, MessageBroker broker, KafkaServer server, ManualTime time)
    {
        Engine = engine;
        Broker = broker;
        Server = server;
        Time = time;
    }

    public MemoryEngine Engine { get; }

    public MessageBroker Broker { get; }

    public KafkaServer Server { get; }

    public ManualTime Time { get; }

    public static Task<KafkaHarness> OpenAsync(KafkaOptions? options = null, LogStoreOptions? log = null) =>
        OpenAsync(new MemoryEngine(), options, log);

    /// <summary>The broker as it comes back when this one's process has ended without a word.</summary>
    public Task<KafkaHarness> CrashAsync() => OpenAsync(Engine.Crash(), Server.Options, null);

    public KafkaClient Connect()
    {
        var client = new KafkaClient(Server);
        _clients.Add(client);
        return client;
    }

    public async Task CreateTopicAsync(string name, int partitions = 1, params (string Name, string Value)[] settings)
    {
        await using KafkaClient client = new(Server);
        CreateTopicsResponse made = await client.SendAsync(
            new CreateTopicsRequest
            {
                Topics =
                [
                    new CreateTopicsRequest.CreatableTopic
                    {
                        Name = name,
                        NumPartitions = partitions,
                        ReplicationFactor = 1,
                        Configs =
                        [
                            .. settings.Select(static s =>
                                new CreateTopicsRequest.CreatableTopicConfig { Name = s.Name, Value = s.Value }),
                        ],
                    },
                ],
            },
            7);
        Assert.Equal(KafkaError.None, Assert.Single(made.Topics).ErrorCode);
    }

    public Guid IdOf(string topic) => Broker.Topics.Find(MessageBroker.DefaultNamespace, topic)!.Id;

    public async ValueTask DisposeAsync()
    {
        foreach (KafkaClient client in _clients) await client.DisposeAsync();
        await Broker.DisposeAsync();
        await Engine.DisposeAsync();
    }

    private static async Task<KafkaHarness> OpenAsync(
        MemoryEngine engine, KafkaOptions? options, LogStoreOptions? log)
    {
        var time = new ManualTime();
        var settings = new BrokerOptions
        {
            Subscriptions = new ConsumerSubscriptionReader(),
            Groups = new GroupOptions { OffsetMetadataLengthMax = 100 },
            Log = log ?? new LogStoreOptions(),
        };
        MessageBroker broker = await MessageBroker.OpenAsync(engine, settings, time, CancellationToken.None);
        var server = new KafkaServer(broker, options ?? new KafkaOptions(), NullLogger<KafkaServer>.Instance);
        return new KafkaHarness(engine, broker, server, time);
    }
}
