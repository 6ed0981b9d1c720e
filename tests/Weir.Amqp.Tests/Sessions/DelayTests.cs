using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Delays;
using Weir.Testing.Time;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Messages that are to come later: by header, and through x-delayed-message exchanges.</summary>
public sealed class DelayTests
{
    private readonly ManualTime _time = new();

    public static TheoryData<string> Forms => new("long", "text", "timestamp");

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_message_with_deliver_at_comes_then_as_it_was_published(string form)
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await ConfirmingAsync(broker);
        await client.DeclareAsync("q");
        await client.ConsumeAsync("q", "c");
        long atMs = _time.NowMs + 60_000;
        byte[] properties = WithHeaders(table =>
        {
            table.Name("deliver-at"u8);
            if (form == "long") table.Int64(atMs);
            else if (form == "text") table.LongString(Encoding.ASCII.GetBytes($"{atMs}"));
            else table.Timestamp((ulong)atMs / 1000);
        });
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "later", properties: properties));
        await client.ExpectAsync(MethodId.BasicAck);
        await client.PublishAsync("q", "now");
        await client.ExpectAsync(MethodId.BasicAck);
        Assert.Equal("now", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
        _time.Advance(TimeSpan.FromMilliseconds(59_999));
        await client.ExpectNothingMoreAsync();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Received later = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal(("later", false), (later.Text, later.IsRedelivered));
        Assert.Equal(properties, later.Properties);
    }

    [Fact]
    public async Task A_time_that_is_past_is_now()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        byte[] past = WithHeaders(table => table.Name("deliver-at"u8).Int64(1));
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "a", properties: past));
        Assert.Equal("a", (await client.GetAsync("q")).Text);
        Assert.Equal(0, broker.Server.Broker.Delays.PendingCount);
    }

    [Fact]
    public async Task A_time_that_is_none_closes_the_channel()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        byte[] wrong = WithHeaders(table => table.Name("deliver-at"u8).LongString("soon"u8));
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "a", properties: wrong));
        Received close = await client.ExpectAsync(MethodId.ChannelClose);
        Assert.Equal(406, close.Code);
        Assert.Contains("deliver-at", close.ReplyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_may_wait_closes_the_channel_and_harms_no_other()
    {
        var options = new BrokerOptions { Delays = new DelayOptions { PendingMax = 1 } };
        await using TestBroker broker = await TestBroker.StartAsync(_time, options);
        TestClient client = await broker.ConnectAsync();
        TestClient other = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        byte[] later = WithHeaders(table => table.Name("deliver-at"u8).Int64(_time.NowMs + 1_000));
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "a", properties: later));
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "b", properties: later));
        Received close = await client.ExpectAsync(MethodId.ChannelClose);
        Assert.Equal(406, close.Code);
        await other.PublishAsync("q", "now");
        Assert.Equal("now", (await other.GetAsync("q")).Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(async () => await other.CountAsync("q") == 1);
        Assert.Equal("a", (await other.GetAsync("q")).Text);
    }

    [Fact]
    public async Task A_delayed_message_that_was_confirmed_survives_a_crash()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await ConfirmingAsync(broker);
        await client.DeclareAsync("q");
        byte[] later = WithHeaders(table => table.Name("deliver-at"u8).Int64(_time.NowMs + 5_000));
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "a", properties: later));
        await client.ExpectAsync(MethodId.BasicAck);
        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        Assert.Equal(0u, await client.CountAsync("q"));
        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(async () => await client.CountAsync("q") == 1);
        Assert.Equal("a", (await client.GetAsync("q")).Text);
    }

    [Fact]
    public async Task A_delayed_message_of_a_transaction_that_is_rolled_back_never_comes()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.SelectAsync(static output => TxSelect.Write(output, 1), MethodId.TxSelectOk);
        byte[] later = WithHeaders(table => table.Name("deliver-at"u8).Int64(_time.NowMs + 5_000));
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "undone", properties: later));
        await client.SelectAsync(static output => TxRollback.Write(output, 1), MethodId.TxRollbackOk);
        Assert.Equal(0, broker.Server.Broker.Delays.PendingCount);
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "done", properties: later));
        await client.SelectAsync(static output => TxCommit.Write(output, 1), MethodId.TxCommitOk);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(async () => await client.CountAsync("q") == 1);
        Assert.Equal("done", (await client.GetAsync("q")).Text);
    }

    [Fact]
    public async Task Time_to_live_begins_with_the_delivery()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        byte[] properties = WithHeaders(
            table => table.Name("deliver-at"u8).Int64(_time.NowMs + 60_000), expiration: "1000");
        await client.SendAsync(output => TestClient.Publish(output, "", "q", "a", properties: properties));
        await client.ExpectNothingMoreAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(async () => await client.CountAsync("q") == 1);
        Assert.Equal("a", (await client.GetAsync("q")).Text);
    }

    [Fact]
    public async Task A_delayed_exchange_routes_when_the_time_is_over_and_negates_x_delay()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await ConfirmingAsync(broker);
        await DeclareDelayedAsync(client, "x", "topic");
        await client.DeclareAsync("bound-later");
        byte[] properties = WithHeaders(table =>
        {
            table.Name("x-delay"u8).Int32(5_000);
            table.Name("own"u8).LongString("v"u8);
        });
        await client.SendAsync(output => TestClient.Publish(
            output, "x", "a.b", "later", mandatory: true, properties: properties));
        await client.ExpectAsync(MethodId.BasicAck);
        await client.SelectAsync(
            static output => QueueBind.Write(output, 1, "bound-later"u8, "x"u8, "a.*"u8, false, []),
            MethodId.QueueBindOk);
        await client.ConsumeAsync("bound-later", "c");
        _time.Advance(TimeSpan.FromMilliseconds(4_999));
        await client.ExpectNothingMoreAsync();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Received later = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal("later", later.Text);
        Assert.True(BasicProperties.TryRead(later.Properties, out BasicProperties read));
        FieldTable.TryRead(read.Headers, out FieldTable headers);
        Assert.True(headers.TryGet("x-delay"u8, out FieldValue delay) && delay.TryGetInteger(out long negated)
            && negated == -5_000);
        Assert.True(headers.TryGet("own"u8, out FieldValue own) && own.AsText == "v");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task A_delayed_exchange_routes_at_once_what_asks_for_no_delay(int? delay)
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await DeclareDelayedAsync(client, "x", "fanout");
        await client.DeclareAsync("q");
        await client.SelectAsync(
            static output => QueueBind.Write(output, 1, "q"u8, "x"u8, ""u8, false, []), MethodId.QueueBindOk);
        byte[] properties = delay is { } ms ? WithHeaders(table => table.Name("x-delay"u8).Int32(ms)) : [0, 0];
        await client.SendAsync(output => TestClient.Publish(output, "x", "", "a", properties: properties));
        Assert.Equal("a", (await client.GetAsync("q")).Text);
    }

    [Fact]
    public async Task An_exchange_bound_to_a_delayed_one_delivers_its_own_at_once_and_the_others_later()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await DeclareDelayedAsync(client, "x", "fanout");
        await client.DeclareAsync("later");
        await client.DeclareAsync("now");
        await client.SelectAsync(
            static output => QueueBind.Write(output, 1, "later"u8, "x"u8, ""u8, false, []), MethodId.QueueBindOk);
        await client.SelectAsync(
            static output => QueueBind.Write(output, 1, "now"u8, "amq.fanout"u8, ""u8, false, []),
            MethodId.QueueBindOk);
        await client.SelectAsync(
            static output => ExchangeBind.Write(output, 1, "x"u8, "amq.fanout"u8, ""u8, false, []),
            MethodId.ExchangeBindOk);
        byte[] properties = WithHeaders(table => table.Name("x-delay"u8).Int32(1_000));
        await client.SendAsync(output => TestClient.Publish(output, "amq.fanout", "", "a", properties: properties));
        Assert.Equal("a", (await client.GetAsync("now")).Text);
        Assert.Equal(0u, await client.CountAsync("later"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(async () => await client.CountAsync("later") == 1);
        Assert.Equal(0u, await client.CountAsync("now"));
    }

    private static async Task<TestClient> ConfirmingAsync(TestBroker broker)
    {
        TestClient client = await broker.ConnectAsync();
        await client.SelectAsync(static output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        return client;
    }

    private static async Task DeclareDelayedAsync(TestClient client, string name, string type)
    {
        using var arguments = new PooledBufferWriter();
        new FieldTableWriter(arguments).Name("x-delayed-type"u8).LongString(Encoding.ASCII.GetBytes(type));
        byte[] entries = arguments.WrittenSpan.ToArray();
        await client.SelectAsync(
            output => ExchangeDeclare.Write(
                output, 1, Encoding.ASCII.GetBytes(name), "x-delayed-message"u8, false, true, false, false, false,
                entries),
            MethodId.ExchangeDeclareOk);
    }

    private static byte[] WithHeaders(Action<FieldTableWriter> write, string? expiration = null)
    {
        using var entries = new PooledBufferWriter();
        write(new FieldTableWriter(entries));
        using var output = new PooledBufferWriter();
        var properties = new BasicPropertiesWriter(output);
        properties.Headers(entries.WrittenSpan);
        if (expiration is not null)
            properties.ShortString(BasicProperty.Expiration, Encoding.ASCII.GetBytes(expiration));
        properties.Complete();
        return output.WrittenSpan.ToArray();
    }
}
