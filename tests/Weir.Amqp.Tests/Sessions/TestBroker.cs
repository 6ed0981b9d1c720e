using Microsoft.Extensions.Logging.Abstractions;
using Weir.Broker;
using Weir.Storage;
using Weir.Storage.Memory;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>A broker on the memory engine, and clients of it.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly List<TestClient> _clients = [];
    private readonly TimeProvider _time;
    private readonly BrokerOptions _options;
    private MemoryEngine _engine = new();
    private MessageBroker? _broker;

    private TestBroker(TimeProvider time, BrokerOptions options)
    {
        _time = time;
        _options = options with { MessageIds = new MessageIdReader() };
    }

    public MemoryEngineFaults Faults => _engine.Faults;

    public AmqpServer Server { get; private set; } = null!;

    public static async Task<TestBroker> StartAsync(TimeProvider? time = null, BrokerOptions? options = null)
    {
        var broker = new TestBroker(time ?? TimeProvider.System, options ?? new BrokerOptions());
        await broker.OpenAsync();
        return broker;
    }

    /// <summary>The process ends without a word and starts again on what is durable.</summary>
    public async Task CrashAsync()
    {
        MemoryEngine survivor = _engine.Crash();
        foreach (TestClient client in _clients) await client.DisposeAsync();
        _clients.Clear();
        try
        {
            await _broker!.DisposeAsync();
        }
        catch (StorageFailedException)
        {
            // It had writes in flight; what became of them, the survivor knows.
        }

        _engine = survivor;
        await OpenAsync();
    }

    /// <summary>A client whose connection is not opened.</summary>
    public TestClient NewClient(CancellationToken stopping = default)
    {
        var client = new TestClient(Server, stopping);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client with channel 1 open.</summary>
    public async Task<TestClient> ConnectAsync()
    {
        TestClient client = NewClient();
        await client.OpenAsync();
        await client.OpenChannelAsync(1);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestClient client in _clients) await client.DisposeAsync();
        await _broker!.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        BrokerOptions options = _options with { DeadLetters = AmqpServer.DeadLetters };
        _broker = await MessageBroker.OpenAsync(_engine, options, _time, CancellationToken.None);
        Server = new AmqpServer(_broker, new AmqpOptions(), NullLogger<AmqpServer>.Instance);
    }
}
