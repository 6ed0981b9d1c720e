using System.Text;
using Weir.Amqp.Wire;
using Weir.Testing.Time;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Messages that come back and wait before they are handed out again.</summary>
public sealed class RetryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_message_that_comes_back_waits_longer_each_time_and_dies_of_the_limit()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("dead");
        await DeclareAsync(client, "exponential", limit: 3);
        await client.PublishAsync("q", "a");
        await client.ConsumeAsync("q", "c");
        Received delivery = await client.ExpectAsync(MethodId.BasicDeliver);
        foreach ((int waitMs, int count) in new[] { (100, 1), (300, 2), (500, 3) })
        {
            await client.NackAsync(delivery.DeliveryTag);
            await client.ExpectNothingMoreAsync();
            Assert.Equal(0u, await client.CountAsync("q"));
            _time.Advance(TimeSpan.FromMilliseconds(waitMs - 1));
            await client.ExpectNothingMoreAsync();
            _time.Advance(TimeSpan.FromMilliseconds(1));
            delivery = await client.ExpectAsync(MethodId.BasicDeliver);
            Assert.True(delivery.IsRedelivered);
            Assert.Equal(count, CountOf(delivery));
        }

        await client.NackAsync(delivery.DeliveryTag);
        await client.ConsumeAsync("dead", "d");
        Received dead = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal("a", dead.Text);
        Assert.True(HeadersOf(dead).TryGet("x-death"u8, out FieldValue deaths));
        Assert.True(deaths.AsArray[0].AsTable!.TryGet("reason"u8, out FieldValue reason));
        Assert.Equal("delivery_limit", reason.AsText);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waits_and_how_often_it_came_survives_a_crash(bool isCheckpointed)
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("dead");
        await DeclareAsync(client, "fixed", limit: 3);
        await client.PublishAsync("q", "a", "b");
        Received first = await client.GetAsync("q");
        await client.NackAsync(first.DeliveryTag);
        await client.ExpectNothingMoreAsync();
        if (isCheckpointed) await broker.Server.Broker.Store.CheckpointAsync(default);
        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        Assert.Equal(1u, await client.CountAsync("q"));
        Received second = await client.GetAsync("q");
        Assert.Equal("b", second.Text);
        await client.AckAsync(second.DeliveryTag);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.TrueAsync(async () => await client.CountAsync("q") == 1);
        Received again = await client.GetAsync("q");
        Assert.Equal(("a", true, 1L), (again.Text, again.IsRedelivered, CountOf(again)));
        await client.AckAsync(again.DeliveryTag);
        await client.ExpectNothingMoreAsync();
        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0u, await client.CountAsync("q"));
    }

    [Fact]
    public async Task A_backoff_that_does_not_exist_and_a_delay_without_one_are_refused()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        foreach (string backoff in (string[])["linear", "none"])
        {
            TestClient client = await broker.ConnectAsync();
            await client.SendAsync(output => QueueDeclare.Write(
                output, 1, "q"u8, false, true, false, false, false, Arguments(backoff, 1)));
            Assert.Equal(406, (await client.ExpectAsync(MethodId.ChannelClose)).Code);
        }
    }

    private static Task DeclareAsync(TestClient client, string backoff, int limit) => client.SelectAsync(
        output => QueueDeclare.Write(output, 1, "q"u8, false, true, false, false, false, Arguments(backoff, limit)),
        MethodId.QueueDeclareOk);

    private static byte[] Arguments(string backoff, int limit)
    {
        using var arguments = new PooledBufferWriter();
        var table = new FieldTableWriter(arguments);
        table.Name("x-retry-backoff"u8).LongString(Encoding.ASCII.GetBytes(backoff));
        table.Name("x-retry-delay-ms"u8).Int32(100);
        table.Name("x-retry-delay-max-ms"u8).Int32(500);
        table.Name("x-retry-multiplier"u8).Int32(3);
        table.Name("x-delivery-limit"u8).Int32(limit);
        table.Name("x-dead-letter-exchange"u8).LongString(""u8);
        table.Name("x-dead-letter-routing-key"u8).LongString("dead"u8);
        return arguments.WrittenSpan.ToArray();
    }

    private static FieldTable HeadersOf(Received message)
    {
        Assert.True(BasicProperties.TryRead(message.Properties, out BasicProperties properties));
        Assert.Equal(WireError.None, FieldTable.TryRead(properties.Headers, out FieldTable headers));
        return headers;
    }

    private static long CountOf(Received message)
    {
        Assert.True(HeadersOf(message).TryGet("x-delivery-count"u8, out FieldValue value));
        Assert.True(value.TryGetInteger(out long count));
        return count;
    }
}
