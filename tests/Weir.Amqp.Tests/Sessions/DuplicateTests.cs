using System.Text;
using Weir.Amqp.Wire;
using Weir.Testing.Time;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Messages that come again to a queue with <c>x-deduplication-window-ms</c>.</summary>
public sealed class DuplicateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_message_id_that_comes_again_is_confirmed_and_the_queue_holds_one()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await StartAsync(broker);
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        await PublishAsync(client, "q", "a", "1");
        await ExpectAckAsync(client, 1);
        await PublishAsync(client, "q", "b", "1");
        await ExpectAckAsync(client, 2);
        await PublishAsync(client, "q", "c", "2");
        await ExpectAckAsync(client, 3);
        // Without an id none is the same as another.
        await PublishAsync(client, "q", "d", "");
        await ExpectAckAsync(client, 4);
        await PublishAsync(client, "q", "d", "");
        await ExpectAckAsync(client, 5);
        Assert.Equal(["a", "c", "d", "d"], await client.DrainAsync("q"));
        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        await PublishAsync(client, "q", "e", "1");
        Assert.Empty(await client.DrainAsync("q"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await PublishAsync(client, "q", "f", "1");
        Assert.Equal(["f"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task The_deduplication_header_goes_before_the_message_id()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await StartAsync(broker);
        await PublishAsync(client, "q", "a", "1", "x");
        await PublishAsync(client, "q", "b", "2", "x");
        await PublishAsync(client, "q", "c", "1");
        await PublishAsync(client, "q", "d", "1", "y");
        Assert.Equal(["a", "c", "d"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task A_duplicate_is_routed_and_so_not_returned()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await StartAsync(broker);
        byte[] properties = Properties("1");
        await client.SendAsync(output =>
        {
            for (int i = 0; i < 2; i++)
                TestClient.Publish(output, "", "q", "a", mandatory: true, properties: properties);
        });
        await client.ExpectNothingMoreAsync();
        Assert.Equal(["a"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task A_transaction_leaves_out_duplicates_and_does_the_rest()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await StartAsync(broker);
        await PublishAsync(client, "q", "a", "1");
        await client.SelectAsync(output => TxSelect.Write(output, 1), MethodId.TxSelectOk);
        Received first = await client.GetAsync("q");
        await client.AckAsync(first.DeliveryTag);
        await PublishAsync(client, "q", "b", "1");
        await PublishAsync(client, "q", "c", "2");
        await PublishAsync(client, "q", "d", "2");
        await client.SelectAsync(output => TxCommit.Write(output, 1), MethodId.TxCommitOk);
        Received left = await client.GetAsync("q");
        Assert.Equal("c", left.Text);
        await client.AckAsync(left.DeliveryTag);
        await PublishAsync(client, "q", "e", "2");
        await client.SelectAsync(output => TxCommit.Write(output, 1), MethodId.TxCommitOk);
        Assert.Equal(MethodId.BasicGetEmpty, (await client.GetAsync("q")).Method);
        // What is rolled back was never there.
        await PublishAsync(client, "q", "f", "3");
        await client.SelectAsync(output => TxRollback.Write(output, 1), MethodId.TxRollbackOk);
        await PublishAsync(client, "q", "g", "3");
        await client.SelectAsync(output => TxCommit.Write(output, 1), MethodId.TxCommitOk);
        Assert.Equal("g", (await client.GetAsync("q")).Text);
    }

    [Fact]
    public async Task A_message_that_comes_back_as_a_dead_letter_is_no_duplicate_of_itself()
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-deduplication-window-ms"u8).Int32(1_000);
            table.Name("x-dead-letter-exchange"u8).LongString(""u8);
            table.Name("x-dead-letter-routing-key"u8).LongString("q"u8);
        });
        await PublishAsync(client, "q", "a", "1");
        Received first = await client.GetAsync("q");
        await client.NackAsync(first.DeliveryTag, requeue: false);
        await Eventually.TrueAsync(async () => await client.CountAsync("q") == 1);
        await PublishAsync(client, "q", "b", "1");
        Assert.Equal(["a"], await client.DrainAsync("q"));
    }

    [Theory]
    [InlineData("x-deduplication-window-ms", 0, "x-deduplication-window-ms", 0)]
    [InlineData("x-deduplication-window-ms", 1, "x-deduplication-max-ids", 0)]
    [InlineData("x-deduplication-window-ms", 1, "x-deduplication-max-ids", 1_000_001)]
    [InlineData("x-deduplication-max-ids", 1, "x-max-length", 1)]
    public async Task Arguments_that_cannot_be_are_refused(string name, int value, string other, int otherValue)
    {
        await using TestBroker broker = await TestBroker.StartAsync(_time);
        TestClient client = await broker.ConnectAsync();
        using var arguments = new PooledBufferWriter();
        var table = new FieldTableWriter(arguments);
        table.Name(Encoding.ASCII.GetBytes(name)).Int32(value);
        if (other != name) table.Name(Encoding.ASCII.GetBytes(other)).Int32(otherValue);
        byte[] entries = arguments.WrittenSpan.ToArray();
        await client.SendAsync(output => QueueDeclare.Write(
            output, 1, "q"u8, false, true, false, false, false, entries));
        Assert.Equal(406, (await client.ExpectAsync(MethodId.ChannelClose)).Code);
    }

    private static async Task<TestClient> StartAsync(TestBroker broker)
    {
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => table.Name("x-deduplication-window-ms"u8).Int32(1_000));
        return client;
    }

    private static Task PublishAsync(TestClient client, string queue, string body, string id, string header = "")
    {
        byte[] properties = Properties(id, header);
        return client.SendAsync(output => TestClient.Publish(output, "", queue, body, properties: properties));
    }

    private static async Task ExpectAckAsync(TestClient client, ulong number)
    {
        Received ack = await client.ExpectAsync(MethodId.BasicAck);
        Assert.Equal(number, ack.DeliveryTag);
    }

    private static byte[] Properties(string id, string header = "")
    {
        using var headers = new PooledBufferWriter();
        if (header.Length > 0)
            new FieldTableWriter(headers).Name("x-deduplication-header"u8).LongString(Encoding.ASCII.GetBytes(header));
        using var output = new PooledBufferWriter();
        var writer = new BasicPropertiesWriter(output);
        if (header.Length > 0) writer.Headers(headers.WrittenSpan);
        if (id.Length > 0) writer.ShortString(BasicProperty.MessageId, Encoding.ASCII.GetBytes(id));
        writer.Complete();
        return output.WrittenSpan.ToArray();
    }
}
