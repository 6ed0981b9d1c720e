using System.Text;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>Direct reply-to: requests carry an address, and replies go to the connection that waits there.</summary>
public sealed class DirectReplyTests
{
    private static readonly byte[] ReplyTo = ReplyToProperty("amq.rabbitmq.reply-to");

    [Fact]
    public async Task A_reply_reaches_the_one_who_asked_and_is_stored_nowhere()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        (TestClient client, TestClient worker, byte[] address) = await AskAsync(broker);
        await worker.SendAsync(output => TestClient.Publish(output, "", Encoding.ASCII.GetString(address), "pong"));
        Received reply = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal("pong", reply.Text);
        Assert.DoesNotContain(broker.Server.Broker.Topics.All, topic => topic.Name.Contains("reply-to"));
    }

    [Fact]
    public async Task A_mandatory_reply_to_one_who_has_gone_comes_back()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        (TestClient client, TestClient worker, byte[] address) = await AskAsync(broker);
        await client.DropAsync();
        await worker.SendAsync(
            output => TestClient.Publish(output, "", Encoding.ASCII.GetString(address), "pong", mandatory: true));
        Assert.Equal(312, (await worker.ExpectAsync(MethodId.BasicReturn)).Code);
    }

    [Fact]
    public async Task A_reply_of_a_transaction_is_sent_at_commit_and_not_after_rollback()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        (TestClient client, TestClient worker, byte[] address) = await AskAsync(broker);
        await worker.SelectAsync(output => TxSelect.Write(output, 1), MethodId.TxSelectOk);
        await worker.SendAsync(output => TestClient.Publish(output, "", Encoding.ASCII.GetString(address), "no"));
        await worker.SelectAsync(output => TxRollback.Write(output, 1), MethodId.TxRollbackOk);
        await worker.SendAsync(output => TestClient.Publish(output, "", Encoding.ASCII.GetString(address), "yes"));
        await client.ExpectNothingMoreAsync();
        await worker.SelectAsync(output => TxCommit.Write(output, 1), MethodId.TxCommitOk);
        Assert.Equal("yes", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
    }

    [Fact]
    public async Task An_address_is_a_queue_for_as_long_as_somebody_waits_there()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        (TestClient client, TestClient worker, byte[] address) = await AskAsync(broker);
        Action<PooledBufferWriter> look =
            output => QueueDeclare.Write(output, 1, address, true, false, false, false, false, []);
        await worker.SelectAsync(look, MethodId.QueueDeclareOk);
        await client.SelectAsync(output => BasicCancel.Write(output, 1, "replies"u8, false), MethodId.BasicCancelOk);
        await worker.SendAsync(look);
        Assert.Equal(404, (await worker.ExpectAsync(MethodId.ChannelClose)).Code);
    }

    /// <summary>A client that asked, and a worker that took the question and knows the address.</summary>
    private static async Task<(TestClient Client, TestClient Worker, byte[] Address)> AskAsync(TestBroker broker)
    {
        TestClient client = await broker.ConnectAsync();
        TestClient worker = await broker.ConnectAsync();
        await client.DeclareAsync("rpc");
        await client.SelectAsync(
            output => BasicConsume.Write(
                output, 1, "amq.rabbitmq.reply-to"u8, "replies"u8, false, true, false, false, []),
            MethodId.BasicConsumeOk);
        await worker.ConsumeAsync("rpc", "w", noAck: true);
        await client.SendAsync(output => TestClient.Publish(output, "", "rpc", "ping", properties: ReplyTo));
        Received question = await worker.ExpectAsync(MethodId.BasicDeliver);
        Assert.True(BasicProperties.TryRead(question.Properties, out BasicProperties properties));
        return (client, worker, properties.ReplyTo.ToArray());
    }

    private static byte[] ReplyToProperty(string address)
    {
        using var output = new PooledBufferWriter();
        var writer = new BasicPropertiesWriter(output);
        writer.ShortString(BasicProperty.ReplyTo, Encoding.ASCII.GetBytes(address));
        writer.Complete();
        return output.WrittenSpan.ToArray();
    }
}
