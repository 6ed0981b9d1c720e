using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Storage.Logs;
using Weir.Testing.Time;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>
/// A disk with no room: who publishes is told and waits (connection.blocked), who consumes makes room and goes on.
/// </summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private const long Reserve = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _stopping = new();
    private TestBroker _broker = null!;

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_publisher_is_blocked_at_once_and_its_publish_taken_when_there_is_room()
    {
        TestClient publisher = await PublishingAsync();
        SetFree(Reserve / 2);
        await publisher.PublishAsync("q", "waits");
        await publisher.ExpectAsync(MethodId.ConnectionBlocked);
        TestClient consumer = await _broker.ConnectAsync();
        Assert.Equal(["taken"], await consumer.DrainAsync("q"));

        SetFree(2 * Reserve);
        await publisher.ExpectAsync(MethodId.ConnectionUnblocked);
        Assert.Equal(2ul, (await publisher.ExpectAsync(MethodId.BasicAck)).DeliveryTag);
        Assert.Equal(["waits"], await consumer.DrainAsync("q"));
    }

    [Fact]
    public async Task A_consumer_goes_on()
    {
        TestClient publisher = await PublishingAsync();
        TestClient consumer = await _broker.ConnectAsync();
        SetFree(0);
        Received message = await consumer.GetAsync("q");
        await consumer.AckAsync(message.DeliveryTag);
        Assert.Equal(0u, await consumer.CountAsync("q"));
        Assert.False(publisher.Serving.IsCompleted);
    }

    [Fact]
    public async Task A_blocked_publisher_does_not_keep_the_broker_from_stopping()
    {
        TestClient publisher = await PublishingAsync();
        SetFree(0);
        await publisher.PublishAsync("q", "never taken");
        await publisher.ExpectAsync(MethodId.ConnectionBlocked);
        await _stopping.CancelAsync();
        Assert.Equal(320, (await publisher.ExpectAsync(MethodId.ConnectionClose)).Code);
        await publisher.SendAsync(output => ConnectionCloseOk.Write(output, 0));
        await publisher.Serving.WaitAsync(Patience);
    }

    /// <summary>A client in confirm mode that has published one message.</summary>
    private async Task<TestClient> PublishingAsync()
    {
        var options = new BrokerOptions { Log = new LogStoreOptions { FreeBytesMin = Reserve } };
        _broker = await TestBroker.StartAsync(_time, options);
        TestClient client = _broker.NewClient(_stopping.Token);
        await client.OpenAsync(capabilities: "connection.blocked");
        await client.OpenChannelAsync(1);
        await client.DeclareAsync("q");
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        await client.PublishAsync("q", "taken");
        await client.ExpectAsync(MethodId.BasicAck);
        return client;
    }

    private void SetFree(long bytes)
    {
        _broker.Faults.FreeBytes = bytes;
        _time.Advance(TimeSpan.FromMilliseconds(500));
    }
}
