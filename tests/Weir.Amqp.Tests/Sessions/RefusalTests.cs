using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>
/// Soft errors close the channel and leave the connection, hard ones close it; the texts are RabbitMQ's.
/// </summary>
public sealed class RefusalTests
{
    [Fact]
    public Task A_queue_that_is_not_there() => ChannelClosesAsync(
        output => BasicGet.Write(output, 1, "nope"u8, false), 404, "NOT_FOUND - no queue 'nope' in vhost '/'");

    [Fact]
    public Task An_exchange_that_is_not_there() => ChannelClosesAsync(
        output => TestClient.Publish(output, "nope", "k", "x"), 404, "NOT_FOUND - no exchange 'nope' in vhost '/'");

    [Fact]
    public Task A_tag_that_was_not_delivered() => ChannelClosesAsync(
        output => BasicAck.Write(output, 1, 7, false), 406, "PRECONDITION_FAILED - unknown delivery tag 7");

    [Fact]
    public Task A_reserved_name() => ChannelClosesAsync(
        output => QueueDeclare.Write(output, 1, "amq.mine"u8, false, true, false, false, false, []), 403,
        "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'");

    [Fact]
    public Task A_queue_declared_otherwise() => ChannelClosesAsync(
        output =>
        {
            QueueDeclare.Write(output, 1, "q"u8, false, true, false, false, true, []);
            QueueDeclare.Write(output, 1, "q"u8, false, false, false, false, true, []);
        },
        406, "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but "
            + "current is 'true'");

    [Fact]
    public Task Confirms_in_a_transaction() => ChannelClosesAsync(
        output =>
        {
            ConfirmSelect.Write(output, 1, true);
            TxSelect.Write(output, 1);
        },
        406, "PRECONDITION_FAILED - cannot switch from confirm to tx mode");

    [Theory]
    [InlineData("x-max-length", -1, "{value_negative,-1}")]
    [InlineData("x-max-length-bytes", -5, "{value_negative,-5}")]
    [InlineData("x-max-length", "a", "\"expected integer, got longstr\"")]
    [InlineData("x-overflow", "foo", "invalid_overflow")]
    [InlineData("x-overflow", 1, "{unacceptable_type,signedint}")]
    [InlineData("x-max-priority", -1, "{value_negative,-1}")]
    [InlineData("x-max-priority", 256, "{max_value_exceeded,256}")]
    public Task A_limit_of_no_allowed_value(string name, object value, string why) => ChannelClosesAsync(
        output => QueueDeclare.Write(output, 1, "q"u8, false, true, false, false, false, Table(name, value)),
        406, $"PRECONDITION_FAILED - invalid arg '{name}' for queue 'q' in vhost '/': {why}");

    [Fact]
    public Task A_limit_declared_otherwise() => ChannelClosesAsync(
        output =>
        {
            QueueDeclare.Write(output, 1, "q"u8, false, true, false, false, true, Table("x-max-length", 5));
            QueueDeclare.Write(output, 1, "q"u8, false, true, false, false, true, Table("x-max-length", 6));
        },
        406, "PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received '6' but "
            + "current is '5'");

    [Fact]
    public Task Immediate_publishing() => ConnectionClosesAsync(
        output =>
        {
            BasicPublish.Write(output, 1, ""u8, "q"u8, false, true);
            ContentWriter.WriteContent(output, 4096, 1, [0, 0], ReadOnlySpan<byte>.Empty);
        },
        540, "NOT_IMPLEMENTED - immediate=true");

    [Fact]
    public Task A_channel_that_is_not_open() => ConnectionClosesAsync(
        output => BasicGet.Write(output, 9, "q"u8, false), 504, "CHANNEL_ERROR - expected 'channel.open'");

    [Fact]
    public Task A_method_amid_content() => ConnectionClosesAsync(
        output =>
        {
            BasicPublish.Write(output, 1, ""u8, "q"u8, false, false);
            BasicGet.Write(output, 1, "q"u8, false);
        },
        505, "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead");

    [Fact]
    public Task A_frame_without_its_end() => ConnectionClosesAsync(
        output => output.Write([1, 0, 1, 0, 0, 0, 0, 0x55]), 501,
        "FRAME_ERROR - frame does not end with the frame-end octet");

    [Fact]
    public async Task An_unknown_vhost()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = broker.NewClient();
        await client.OpenAsync(vhost: "other");
        Received close = await client.ExpectAsync(MethodId.ConnectionClose);
        Assert.Equal((530, "NOT_ALLOWED - vhost other not found"), (close.Code, close.ReplyText));
    }

    [Fact]
    public async Task A_user_who_is_not_known_is_told_when_the_client_can_hear_it()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = broker.NewClient();
        await client.OpenAsync(user: "mallory", capabilities: "authentication_failure_close");
        Assert.Equal(403, (await client.ExpectAsync(MethodId.ConnectionClose)).Code);
        TestClient silent = broker.NewClient();
        await silent.OpenAsync(user: "mallory");
        await silent.Serving.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_exclusive_queue_is_its_connections_alone_and_goes_with_it()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient owner = await broker.ConnectAsync();
        TestClient other = await broker.ConnectAsync();
        await owner.DeclareAsync("mine", exclusive: true);
        await other.SendAsync(output => BasicGet.Write(output, 1, "mine"u8, false));
        Assert.Equal(405, (await other.ExpectAsync(MethodId.ChannelClose)).Code);
        await other.SendAsync(output => ChannelCloseOk.Write(output, 1));
        await owner.SelectAsync(output => ConnectionClose.Write(output, 0, 200, "bye"u8, 0, 0),
            MethodId.ConnectionCloseOk);
        await other.OpenChannelAsync(1);
        await other.SendAsync(output => BasicGet.Write(output, 1, "mine"u8, false));
        Assert.Equal(404, (await other.ExpectAsync(MethodId.ChannelClose)).Code);
    }

    private static byte[] Table(string name, object value)
    {
        using var output = new PooledBufferWriter();
        FieldTableWriter entry = new FieldTableWriter(output).Name(System.Text.Encoding.ASCII.GetBytes(name));
        if (value is int number) entry.Int32(number);
        else entry.LongString(System.Text.Encoding.ASCII.GetBytes((string)value));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Clients that write from several buffers have frames on their way when they say that they go.</summary>
    [Fact]
    public async Task What_a_client_sends_behind_its_own_close_is_not_looked_at()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.SendAsync(output =>
        {
            TestClient.Publish(output, "", "q", "before");
            ConnectionClose.Write(output, 0, 200, "bye"u8, 0, 0);
            TestClient.Publish(output, "", "q", "in the same packet");
        });
        await client.ExpectAsync(MethodId.ConnectionCloseOk);
        await client.PublishAsync("q", "later", new string('x', 1_000_000));
        Assert.False(client.Serving.IsCompleted);
        await client.DropAsync();
        TestClient other = await broker.ConnectAsync();
        Assert.Equal(1u, await other.CountAsync("q"));
    }

    private static async Task ChannelClosesAsync(Action<PooledBufferWriter> send, int code, string text)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.SendAsync(send);
        Received close = await client.ExpectAsync(MethodId.ChannelClose);
        Assert.Equal((code, text), (close.Code, close.ReplyText));
        await client.SendAsync(output => ChannelCloseOk.Write(output, 1));
        await client.OpenChannelAsync(1);
        await client.DeclareAsync("still-open");
    }

    private static async Task ConnectionClosesAsync(Action<PooledBufferWriter> send, int code, string text)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.SendAsync(send);
        Received close = await client.ExpectAsync(MethodId.ConnectionClose);
        Assert.Equal((code, text), (close.Code, close.ReplyText));
        await client.SendAsync(output => ConnectionCloseOk.Write(output, 0));
        await client.Serving.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
