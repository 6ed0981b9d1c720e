using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Testing.Time;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Heartbeats both ways (specification 4.2.7), blocked producers and the broker's end.</summary>
public sealed class LivenessTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_server_sends_a_heartbeat_when_it_sent_nothing_for_half_the_interval()
    {
        var time = new ManualTime();
        await using TestBroker broker = await TestBroker.StartAsync(time, new BrokerOptions());
        TestClient client = await BeatingAsync(broker);
        time.Advance(Half);
        time.Advance(Half);
        await client.ExpectHeartbeatAsync();
    }

    [Fact]
    public async Task A_client_that_is_silent_for_two_intervals_is_given_up()
    {
        var time = new ManualTime();
        await using TestBroker broker = await TestBroker.StartAsync(time, new BrokerOptions());
        TestClient client = await BeatingAsync(broker);
        // What it said while it opened counts for the first half.
        for (int i = 0; i < 4; i++) time.Advance(Half);
        Assert.False(client.Serving.IsCompleted);
        time.Advance(Half);
        await client.Serving.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_client_that_sends_heartbeats_stays()
    {
        var time = new ManualTime();
        await using TestBroker broker = await TestBroker.StartAsync(time, new BrokerOptions());
        TestClient client = await BeatingAsync(broker);
        for (int i = 0; i < 10; i++)
        {
            time.Advance(Half);
            // A heartbeat has no answer; the answer to what follows shows that it was read.
            await client.SendAsync(output =>
            {
                HeartbeatFrame.Write(output);
                ChannelFlow.Write(output, 1, true);
            });
            await ExpectFlowAsync(client);
        }
    }

    [Fact]
    public async Task A_client_that_does_not_open_in_time_is_given_up()
    {
        var time = new ManualTime();
        await using TestBroker broker = await TestBroker.StartAsync(time, new BrokerOptions());
        TestClient client = broker.NewClient();
        await client.SendAsync(output => output.Write(ProtocolHeader.Bytes));
        await client.ExpectAsync(MethodId.ConnectionStart);
        time.Advance(TimeSpan.FromSeconds(10));
        await client.Serving.WaitAsync(Patience);
    }

    [Fact]
    public async Task Clients_are_told_that_the_broker_stops()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        using var stopping = new CancellationTokenSource();
        TestClient client = broker.NewClient(stopping.Token);
        await client.OpenAsync();
        await stopping.CancelAsync();
        Received close = await client.ExpectAsync(MethodId.ConnectionClose);
        Assert.Equal(
            (320, "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"),
            (close.Code, close.ReplyText));
        await client.SendAsync(output => ConnectionCloseOk.Write(output, 0));
        await client.Serving.WaitAsync(Patience);
    }

    [Fact]
    public async Task What_was_published_before_a_stop_is_confirmed_before_the_connection_is_closed()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        using var stopping = new CancellationTokenSource();
        TestClient client = broker.NewClient(stopping.Token);
        await client.OpenAsync();
        await client.OpenChannelAsync(1);
        await client.DeclareAsync("q");
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        broker.Faults.Hold();
        await client.PublishAsync("q", "last");
        await stopping.CancelAsync();
        broker.Faults.Release();
        Assert.Equal(1ul, (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag);
        Assert.Equal(320, (await client.ExpectAsync(MethodId.ConnectionClose)).Code);
        await client.SendAsync(output => ConnectionCloseOk.Write(output, 0));
        await client.Serving.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_body_larger_than_a_frame_comes_back_in_several()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        string body = new('x', 500_000);
        await client.PublishAsync("q", body);
        Assert.Equal(body, (await client.GetAsync("q", noAck: true)).Text);
    }

    /// <summary>With a heartbeat of ten seconds and channel 1.</summary>
    private static async Task<TestClient> BeatingAsync(TestBroker broker)
    {
        TestClient client = broker.NewClient();
        await client.OpenAsync(heartbeat: 10);
        await client.OpenChannelAsync(1);
        return client;
    }

    private static async Task ExpectFlowAsync(TestClient client)
    {
        while (true)
        {
            if (await client.ReadFrameTypeAsync() == FrameType.Method) return;
        }
    }
}
