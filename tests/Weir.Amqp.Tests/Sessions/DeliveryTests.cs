using Weir.Amqp.Wire;

namespace Weir.Amqp.Tests.Sessions;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Messages_come_in_order_with_their_properties_and_are_gone_when_acknowledged()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        byte[] properties = [0x10, 0, 2];
        await client.SendAsync(output =>
        {
            for (int i = 0; i < 100; i++) TestClient.Publish(output, "", "q", $"m{i}", properties: properties);
        });
        await client.ConsumeAsync("q", "c");
        for (int i = 0; i < 100; i++)
        {
            Received message = await client.ExpectAsync(MethodId.BasicDeliver);
            Assert.Equal(($"m{i}", (ulong)i + 1, false), (message.Text, message.DeliveryTag, message.IsRedelivered));
            Assert.Equal(properties, message.Properties);
        }

        await client.AckAsync(100, multiple: true);
        await client.DropAsync();
        TestClient other = await broker.ConnectAsync();
        Assert.Equal(0u, await other.CountAsync("q"));
    }

    [Fact]
    public async Task A_body_in_many_frames_arrives_whole_however_the_bytes_are_split()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        string body = new('x', 400_000);
        await client.PublishAsync("q", body, "");
        Assert.Equal(body, (await client.GetAsync("q")).Text);
        Assert.Equal("", (await client.GetAsync("q")).Text);
        Assert.Equal(MethodId.BasicGetEmpty, (await client.GetAsync("q")).Method);
    }

    [Fact]
    public async Task Prefetch_holds_back_what_is_not_acknowledged()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.PublishAsync("q", "1", "2", "3", "4");
        await client.ConsumeAsync("q", "c", prefetch: 2);
        await client.ExpectAsync(MethodId.BasicDeliver);
        Received second = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal(2u, await client.CountAsync("q"));
        await client.AckAsync(second.DeliveryTag);
        Assert.Equal("3", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
        Assert.Equal(1u, await client.CountAsync("q"));
    }

    [Fact]
    public async Task A_channel_limit_holds_for_its_consumers_together()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("a");
        await client.DeclareAsync("b");
        await client.SelectAsync(output => BasicQos.Write(output, 1, 0, 1, true), MethodId.BasicQosOk);
        await client.ConsumeAsync("a", "ca");
        await client.ConsumeAsync("b", "cb");
        await client.PublishAsync("a", "a1");
        Received first = await client.ExpectAsync(MethodId.BasicDeliver);
        await client.PublishAsync("b", "b1");
        Assert.Equal(1u, await client.CountAsync("b"));
        await client.AckAsync(first.DeliveryTag);
        Assert.Equal("b1", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
    }

    [Fact]
    public async Task What_is_refused_comes_again_in_its_place_marked_as_redelivered()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.PublishAsync("q", "1", "2", "3");
        Received first = await client.GetAsync("q");
        await client.GetAsync("q");
        await client.NackAsync(first.DeliveryTag + 1, multiple: true);
        var again = new List<(string, bool)>();
        for (int i = 0; i < 3; i++)
        {
            Received message = await client.GetAsync("q", noAck: true);
            again.Add((message.Text, message.IsRedelivered));
        }

        Assert.Equal([("1", true), ("2", true), ("3", false)], again);
    }

    [Fact]
    public async Task A_lost_connection_gives_its_messages_to_another()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.PublishAsync("q", "1", "2");
        await client.ConsumeAsync("q", "c", prefetch: 1);
        await client.ExpectAsync(MethodId.BasicDeliver);
        await client.DropAsync();
        TestClient other = await broker.ConnectAsync();
        Received again = await other.GetAsync("q");
        Assert.Equal(("1", true), (again.Text, again.IsRedelivered));
        Assert.Equal("2", (await other.GetAsync("q")).Text);
    }

    [Fact]
    public async Task After_a_crash_what_was_not_acknowledged_is_there_and_marked()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.DeclareAsync("transient", durable: false);
        await client.PublishAsync("q", "1", "2", "3");
        await client.ConsumeAsync("q", "c", prefetch: 2);
        Received first = await client.ExpectAsync(MethodId.BasicDeliver);
        await client.ExpectAsync(MethodId.BasicDeliver);
        await client.AckAsync(first.DeliveryTag);
        await client.ExpectAsync(MethodId.BasicDeliver);
        await client.CountAsync("q");
        await broker.CrashAsync();

        TestClient other = await broker.ConnectAsync();
        Received second = await other.GetAsync("q");
        Assert.Equal(("2", true), (second.Text, second.IsRedelivered));
        Assert.Equal("3", (await other.GetAsync("q")).Text);
        Assert.Equal(MethodId.BasicGetEmpty, (await other.GetAsync("q")).Method);
        await other.SendAsync(output =>
            QueueDeclare.Write(output, 1, "transient"u8, true, false, false, false, false, []));
        Assert.Equal(404, (await other.ExpectAsync(MethodId.ChannelClose)).Code);
    }

    [Fact]
    public async Task Consumers_of_higher_priority_are_served_first()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.ConsumeAsync("q", "low", prefetch: 10);
        byte[] priority = [10, .. "x-priority"u8, (byte)'I', 0, 0, 0, 9];
        await client.SelectAsync(output => BasicQos.Write(output, 1, 0, 2, false), MethodId.BasicQosOk);
        await client.SelectAsync(
            output => BasicConsume.Write(output, 1, "q"u8, "high"u8, false, false, false, false, priority),
            MethodId.BasicConsumeOk);
        await client.PublishAsync("q", "1", "2", "3");
        var tags = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            Received message = await client.ExpectAsync(MethodId.BasicDeliver);
            Assert.True(BasicDeliver.TryRead(message.Arguments, out var deliver));
            tags.Add(System.Text.Encoding.UTF8.GetString(deliver.ConsumerTag));
        }

        Assert.Equal(["high", "high", "low"], tags);
    }

    [Fact]
    public async Task A_deleted_queue_cancels_its_consumers()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.ConsumeAsync("q", "c");
        TestClient other = await broker.ConnectAsync();
        await other.SelectAsync(output => QueueDelete.Write(output, 1, "q"u8, false, false, false),
            MethodId.QueueDeleteOk);
        await client.ExpectAsync(MethodId.BasicCancel);
    }

    [Fact]
    public async Task Who_deletes_a_queue_is_answered_before_its_consumers_are_cancelled()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.ConsumeAsync("q", "c");
        await client.SelectAsync(output => QueueDelete.Write(output, 1, "q"u8, false, false, false),
            MethodId.QueueDeleteOk);
        await client.ExpectAsync(MethodId.BasicCancel);
        await client.ExpectNothingMoreAsync();
    }
}
