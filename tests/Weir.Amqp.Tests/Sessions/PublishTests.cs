using Weir.Amqp.Wire;

namespace Weir.Amqp.Tests.Sessions;

public sealed class PublishTests
{
    [Fact]
    public async Task A_confirm_waits_until_the_message_is_durable()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        broker.Faults.Hold();
        await client.PublishAsync("q", "1", "2", "3");
        await client.ExpectNothingMoreAsync();
        broker.Faults.Release();
        ulong confirmed = 0;
        while (confirmed < 3) confirmed = (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag;
        Assert.Equal(3ul, confirmed);
        Assert.Equal(3u, await client.CountAsync("q"));
    }

    [Fact]
    public async Task What_nobody_wants_comes_back_before_it_is_confirmed()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        await client.SendAsync(output => TestClient.Publish(output, "", "nobody", "x", mandatory: true));
        Received returned = await client.ExpectAsync(MethodId.BasicReturn);
        Assert.Equal((312, "NO_ROUTE", "x"), (returned.Code, returned.ReplyText, returned.Text));
        Assert.Equal(1ul, (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag);
    }

    [Fact]
    public async Task A_topic_exchange_routes_one_publish_to_many_queues()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.SelectAsync(
            output => ExchangeDeclare.Write(output, 1, "logs"u8, "topic"u8, false, true, false, false, false, []),
            MethodId.ExchangeDeclareOk);
        foreach ((string queue, string key) in new[] { ("a", "x.*"), ("b", "x.#"), ("c", "y") })
        {
            await client.DeclareAsync(queue);
            await client.SelectAsync(
                output => QueueBind.Write(
                    output, 1, System.Text.Encoding.UTF8.GetBytes(queue), "logs"u8,
                        System.Text.Encoding.UTF8.GetBytes(key), false, []),
                MethodId.QueueBindOk);
        }

        await client.SendAsync(output => TestClient.Publish(output, "logs", "x.1", "hello"));
        Assert.Equal((1u, 1u, 0u),
            (await client.CountAsync("a"), await client.CountAsync("b"), await client.CountAsync("c")));
        await broker.CrashAsync();
        TestClient other = await broker.ConnectAsync();
        await other.SendAsync(output => TestClient.Publish(output, "logs", "x.2", "again"));
        Assert.Equal(2u, await other.CountAsync("a"));
    }

    [Fact]
    public async Task A_transaction_happens_whole_at_commit()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        TestClient observer = await broker.ConnectAsync();
        await client.DeclareAsync("in");
        await client.DeclareAsync("out");
        await client.PublishAsync("in", "job");
        await client.SelectAsync(output => TxSelect.Write(output, 1), MethodId.TxSelectOk);
        Received job = await client.GetAsync("in");
        await client.PublishAsync("out", "result");
        await client.AckAsync(job.DeliveryTag);
        Assert.Equal(0u, await observer.CountAsync("out"));
        broker.Faults.Hold();
        await client.SendAsync(output => TxCommit.Write(output, 1));
        broker.Faults.Release();
        await client.ExpectAsync(MethodId.TxCommitOk);
        await broker.CrashAsync();
        TestClient other = await broker.ConnectAsync();
        Assert.Equal("result", (await other.GetAsync("out")).Text);
        Assert.Equal(MethodId.BasicGetEmpty, (await other.GetAsync("in")).Method);
    }

    [Fact]
    public async Task A_rollback_forgets_publishes_and_leaves_deliveries_unsettled()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q");
        await client.PublishAsync("q", "job");
        await client.SelectAsync(output => TxSelect.Write(output, 1), MethodId.TxSelectOk);
        Received job = await client.GetAsync("q");
        await client.PublishAsync("q", "more");
        await client.AckAsync(job.DeliveryTag);
        await client.SelectAsync(output => TxRollback.Write(output, 1), MethodId.TxRollbackOk);
        Assert.Equal(0u, await client.CountAsync("q"));
        await client.AckAsync(job.DeliveryTag);
        await client.SelectAsync(output => TxCommit.Write(output, 1), MethodId.TxCommitOk);
    }
}
