using System.Text;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Messages that die, and where they go.</summary>
public sealed class DeathTests
{
    [Fact]
    public async Task A_rejected_message_goes_to_the_dead_letter_queue_with_its_history()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithDeadLettersAsync(broker, _ => { });
        await client.PublishAsync("q", "bad");
        Received bad = await client.GetAsync("q");
        await client.NackAsync(bad.DeliveryTag, requeue: false);
        await client.ConsumeAsync("dead", "c");
        Received dead = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal("bad", dead.Text);
        FieldTable death = DeathOf(dead);
        Assert.Equal(("rejected", "q", ""),
            (TextOf(death, "reason"), TextOf(death, "queue"), TextOf(death, "exchange")));
        Assert.Equal(0u, await client.CountAsync("q"));
    }

    [Fact]
    public async Task A_message_that_outlives_its_queues_limit_dies_without_a_consumer()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithDeadLettersAsync(broker, table => table.Name("x-message-ttl"u8).Int32(20));
        await client.ConsumeAsync("dead", "c");
        await client.PublishAsync("q", "old");
        Received dead = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal(("old", "expired"), (dead.Text, TextOf(DeathOf(dead), "reason")));
    }

    [Fact]
    public async Task A_message_dies_when_its_own_expiration_says_so()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithDeadLettersAsync(broker, _ => { });
        await client.ConsumeAsync("dead", "c");
        byte[] properties = [0x01, 0, 2, (byte)'3', (byte)'0'];
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "old", properties: properties));
        Received dead = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal("30", TextOf(DeathOf(dead), "original-expiration"));
        Assert.True(BasicProperties.TryRead(dead.Properties, out BasicProperties left));
        Assert.False(left.Has(BasicProperty.Expiration));
    }

    [Fact]
    public async Task An_expired_message_is_neither_fetched_nor_counted()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        byte[] now = [0x01, 0, 1, (byte)'0'];
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "old", properties: now));
        await client.PublishAsync("q", "fresh");
        Assert.Equal(1u, await client.CountAsync("q"));
        Assert.Equal("fresh", (await client.GetAsync("q")).Text);
    }

    [Fact]
    public async Task A_message_that_comes_back_too_often_dies_and_tells_how_often_it_came()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithDeadLettersAsync(broker, table => table.Name("x-delivery-limit"u8).Int32(1));
        await client.PublishAsync("q", "poison");
        Received first = await client.GetAsync("q");
        await client.NackAsync(first.DeliveryTag);
        Received second = await client.GetAsync("q");
        Assert.True(HeadersOf(second).TryGet("x-delivery-count"u8, out FieldValue count));
        Assert.True(count.TryGetInteger(out long times));
        Assert.Equal(1, times);
        await client.NackAsync(second.DeliveryTag);
        await client.ConsumeAsync("dead", "c");
        Received dead = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal("delivery_limit", TextOf(DeathOf(dead), "reason"));
    }

    [Fact]
    public async Task A_message_that_would_go_round_by_itself_is_dropped()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-message-ttl"u8).Int32(10);
            table.Name("x-dead-letter-exchange"u8).LongString(""u8);
        });
        await client.PublishAsync("q", "old");
        await Eventually.TrueAsync(async () => await client.CountAsync("q") == 0);
    }

    [Fact]
    public async Task A_queue_that_nobody_uses_expires()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => table.Name("x-expires"u8).Int32(30));
        await Eventually.TrueAsync(() => Task.FromResult(broker.Server.Broker.Queues.Find("/", "q") is null));
    }

    private static async Task<TestClient> WithDeadLettersAsync(TestBroker broker, Action<FieldTableWriter> more)
    {
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("dead");
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-dead-letter-exchange"u8).LongString(""u8);
            table.Name("x-dead-letter-routing-key"u8).LongString("dead"u8);
            more(table);
        });
        return client;
    }

    private static FieldTable HeadersOf(Received message)
    {
        Assert.True(BasicProperties.TryRead(message.Properties, out BasicProperties properties));
        Assert.Equal(WireError.None, FieldTable.TryRead(properties.Headers, out FieldTable headers));
        return headers;
    }

    private static FieldTable DeathOf(Received message)
    {
        Assert.True(HeadersOf(message).TryGet("x-death"u8, out FieldValue deaths));
        return deaths.AsArray[0].AsTable!;
    }

    private static string? TextOf(FieldTable table, string name) =>
        table.TryGet(Encoding.ASCII.GetBytes(name), out FieldValue value) ? value.AsText : null;
}
