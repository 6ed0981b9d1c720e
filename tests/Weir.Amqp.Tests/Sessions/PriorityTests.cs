using Weir.Amqp.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>x-max-priority; what is expected was seen on RabbitMQ 3.10.</summary>
public sealed class PriorityTests
{
    [Fact]
    public async Task Higher_goes_first_equals_in_order_none_is_lowest_and_too_high_is_highest()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithPrioritiesAsync(broker, 5);
        await client.PublishAsync("q", "none");
        await PublishAsync(client, ("1", 1), ("9", 9), ("5a", 5), ("0", 0), ("3", 3), ("5b", 5));
        Assert.Equal(7u, await client.CountAsync("q"));
        Assert.Equal(["9", "5a", "5b", "3", "1", "none", "0"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task A_consumer_gets_what_is_most_urgent_when_it_has_room()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithPrioritiesAsync(broker, 10);
        await client.ConsumeAsync("q", "c", prefetch: 1);
        await PublishAsync(client, ("first", 0));
        Received now = await client.ExpectAsync(MethodId.BasicDeliver);
        await PublishAsync(client, ("later", 1), ("urgent", 7));
        Assert.Equal(2u, await client.CountAsync("q"));
        await client.AckAsync(now.DeliveryTag);
        now = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal("urgent", now.Text);
        await client.AckAsync(now.DeliveryTag);
        Assert.Equal("later", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
    }

    [Fact]
    public async Task What_comes_back_goes_on_in_its_priority_also_after_a_crash()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithPrioritiesAsync(broker, 3);
        await PublishAsync(client, ("2a", 2), ("3", 3), ("2b", 2), ("0", 0));
        await client.AckAsync((await client.GetAsync("q")).DeliveryTag);
        Received back = await client.GetAsync("q");
        Assert.Equal("2a", back.Text);
        await client.NackAsync(back.DeliveryTag);
        Received again = await client.GetAsync("q");
        Assert.True(BasicGetOk.TryRead(again.Arguments, out BasicGetOk got) && got.Redelivered);
        Assert.Equal("2a", again.Text);
        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        Assert.Equal(["2a", "2b", "0"], await client.DrainAsync("q"));
        Assert.Equal(0u, await client.CountAsync("q"));
        await broker.CrashAsync();
        Assert.Equal(0u, await (await broker.ConnectAsync()).CountAsync("q"));
    }

    [Fact]
    public async Task A_limit_takes_the_oldest_of_the_highest_priority()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-max-priority"u8).Int32(5);
            table.Name("x-max-length"u8).Int32(2);
        });
        await PublishAsync(client, ("1", 1), ("5", 5), ("2", 2), ("0", 0));
        Assert.Equal(2u, await client.CountAsync("q"));
        Assert.Equal(["1", "0"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task A_full_queue_refuses_whatever_the_priority()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-max-priority"u8).Int32(5);
            table.Name("x-max-length"u8).Int32(2);
            table.Name("x-overflow"u8).LongString("reject-publish"u8);
        });
        await PublishAsync(client, ("1", 1), ("5", 5), ("2", 2), ("0", 0));
        Assert.Equal(["5", "1"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_priority()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("dead", table => table.Name("x-max-priority"u8).Int32(9));
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-max-priority"u8).Int32(1);
            table.Name("x-dead-letter-exchange"u8).LongString(""u8);
            table.Name("x-dead-letter-routing-key"u8).LongString("dead"u8);
        });
        await PublishAsync(client, ("4", 4), ("7", 7));
        for (int i = 0; i < 2; i++) await client.NackAsync((await client.GetAsync("q")).DeliveryTag, requeue: false);
        await Eventually.TrueAsync(async () => await client.CountAsync("dead") == 2);
        Assert.Equal(["7", "4"], await client.DrainAsync("dead"));
    }

    [Fact]
    public async Task Purging_and_expiry_reach_every_priority()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithPrioritiesAsync(broker, 255);
        await PublishAsync(client, ("a", 0), ("b", 100), ("c", 255));
        await client.SelectAsync(output => QueuePurge.Write(output, 1, "q"u8, false), MethodId.QueuePurgeOk);
        Assert.Equal(0u, await client.CountAsync("q"));
        byte[] now = [0x09, 0, 3, 1, (byte)'0'];
        await client.SendAsync(output =>
        {
            TestClient.Publish(output, "", "q", "dead on arrival", properties: now);
            TestClient.Publish(output, "", "q", "alive", properties: [0x08, 0, 200]);
        });
        Assert.Equal(1u, await client.CountAsync("q"));
        Assert.Equal(["alive"], await client.DrainAsync("q"));
    }

    private static async Task<TestClient> WithPrioritiesAsync(TestBroker broker, int max)
    {
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => table.Name("x-max-priority"u8).Int32(max));
        return client;
    }

    private static Task PublishAsync(TestClient client, params (string Body, byte Priority)[] messages) =>
        client.SendAsync(output =>
        {
            foreach ((string body, byte priority) in messages)
                TestClient.Publish(output, "", "q", body, properties: [0x08, 0, priority]);
        });
}
