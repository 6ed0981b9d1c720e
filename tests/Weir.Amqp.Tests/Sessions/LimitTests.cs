using System.Text;
using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>x-max-length, x-max-length-bytes and x-overflow; what is expected was seen on RabbitMQ 3.10.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task The_head_makes_room_and_dies()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithDeadLettersAsync(broker, table => table.Name("x-max-length"u8).Int32(3));
        await client.PublishAsync("q", "0", "1", "2", "3", "4");
        Assert.Equal(3u, await client.CountAsync("q"));
        Assert.Equal(["2", "3", "4"], await client.DrainAsync("q"));
        await client.ConsumeAsync("dead", "c");
        Received first = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal(("0", "maxlen"), (first.Text, ReasonOf(first)));
        Assert.Equal("1", (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
    }

    [Fact]
    public async Task What_is_being_worked_on_does_not_count_but_must_fit_when_it_comes_back()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithDeadLettersAsync(broker, table => table.Name("x-max-length"u8).Int32(3));
        await client.PublishAsync("q", "a0", "a1", "a2");
        await client.GetAsync("q");
        Received last = await client.GetAsync("q");
        await client.PublishAsync("q", "b0", "b1");
        Assert.Equal(3u, await client.CountAsync("q"));
        Assert.Equal(0u, await client.CountAsync("dead"));
        await client.NackAsync(last.DeliveryTag, multiple: true);
        Assert.Equal(3u, await client.CountAsync("q"));
        Assert.Equal(["a2", "b0", "b1"], await client.DrainAsync("q"));
        Assert.Equal(["a0", "a1"], await client.DrainAsync("dead"));
    }

    [Fact]
    public async Task Bytes_of_bodies_are_limited_and_a_body_over_the_limit_is_not_kept()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => table.Name("x-max-length-bytes"u8).Int32(100));
        string[] bodies = [.. Enumerable.Range(0, 5).Select(i => i + new string('x', 39))];
        await client.PublishAsync("q", bodies);
        Assert.Equal(bodies[3..], await client.DrainAsync("q"));
        await client.PublishAsync("q", "small", new string('B', 101));
        Assert.Equal(0u, await client.CountAsync("q"));
        await client.PublishAsync("q", new string('e', 100));
        Assert.Equal(1u, await client.CountAsync("q"));
    }

    [Fact]
    public async Task Bytes_are_known_again_after_a_crash_without_an_entry_for_each_message()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => table.Name("x-max-length-bytes"u8).Int32(100));
        await client.PublishAsync("q", "gone", "later", new string('x', 45), new string('y', 45));
        await client.AckAsync((await client.GetAsync("q")).DeliveryTag);
        Received later = await client.GetAsync("q");
        await client.AckAsync((await client.GetAsync("q")).DeliveryTag);
        Assert.Equal("later", later.Text);
        Assert.Equal(1u, await client.CountAsync("q"));
        await broker.CrashAsync();
        client = await broker.ConnectAsync();
        await client.PublishAsync("q", new string('z', 50));
        Assert.Equal(3u, await client.CountAsync("q"));
        await client.PublishAsync("q", "!");
        Assert.Equal([new string('y', 45), new string('z', 50), "!"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task A_queue_that_may_hold_nothing_serves_who_waits()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => table.Name("x-max-length"u8).Int32(0));
        await client.PublishAsync("q", "nobody waits");
        Assert.Equal(0u, await client.CountAsync("q"));
        await client.ConsumeAsync("q", "c", noAck: true);
        await client.PublishAsync("q", "1", "2", "3");
        foreach (string body in new[] { "1", "2", "3" })
            Assert.Equal(body, (await client.ExpectAsync(MethodId.BasicDeliver)).Text);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_the_publisher_is_told_which()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => Reject(table, 2));
        await client.PublishAsync("q", "unconfirmed");
        Assert.Equal(1u, await client.CountAsync("q"));
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        await client.SendAsync(output =>
        {
            TestClient.Publish(output, "", "q", "fits");
            TestClient.Publish(output, "", "q", "no");
            TestClient.Publish(output, "", "q", "nor this", mandatory: true);
            TestClient.Publish(output, "", "nowhere", "routed to none");
        });
        Assert.Equal(1ul, (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag);
        Assert.Equal(2ul, (await client.ExpectAsync(MethodId.BasicNack)).DeliveryTag);
        Assert.Equal(3ul, (await client.ExpectAsync(MethodId.BasicNack)).DeliveryTag);
        Assert.Equal(4ul, (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag);
        await client.AckAsync((await client.GetAsync("q")).DeliveryTag);
        await client.PublishAsync("q", "fits again");
        Assert.Equal(5ul, (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag);
        Assert.Equal(["fits", "fits again"], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task A_full_queue_refuses_by_bytes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-max-length-bytes"u8).Int32(10);
            table.Name("x-overflow"u8).LongString("reject-publish"u8);
        });
        await client.PublishAsync("q", "12345", "123456", "54321", "", "1");
        Assert.Equal(["12345", "54321", ""], await client.DrainAsync("q"));
    }

    [Fact]
    public async Task Other_queues_get_what_a_full_one_refuses()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => Reject(table, 0));
        await client.DeclareAsync("other");
        foreach (string queue in new[] { "q", "other" })
        {
            await client.SelectAsync(
                output => QueueBind.Write(
                    output, 1, Encoding.ASCII.GetBytes(queue), "amq.fanout"u8, ""u8, false, []),
                MethodId.QueueBindOk);
        }

        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        await client.SendAsync(output => TestClient.Publish(output, "amq.fanout", "", "x"));
        Assert.Equal(1ul, (await client.ExpectAsync(MethodId.BasicNack)).DeliveryTag);
        Assert.Equal((0u, 1u), (await client.CountAsync("q"), await client.CountAsync("other")));
    }

    [Fact]
    public async Task What_is_refused_goes_to_the_dead_letters_on_demand()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await WithDeadLettersAsync(broker, table =>
        {
            table.Name("x-max-length"u8).Int32(1);
            table.Name("x-overflow"u8).LongString("reject-publish-dlx"u8);
        });
        await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
        await client.PublishAsync("q", "in", "out");
        Assert.Equal(1ul, (await client.ExpectAsync(MethodId.BasicAck)).DeliveryTag);
        Assert.Equal(2ul, (await client.ExpectAsync(MethodId.BasicNack)).DeliveryTag);
        await client.ConsumeAsync("dead", "c");
        Received dead = await client.ExpectAsync(MethodId.BasicDeliver);
        Assert.Equal(("out", "maxlen"), (dead.Text, ReasonOf(dead)));
    }

    [Fact]
    public async Task A_dead_letter_that_would_be_refused_by_its_own_queue_again_is_dropped()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table =>
        {
            table.Name("x-max-length"u8).Int32(0);
            table.Name("x-overflow"u8).LongString("reject-publish-dlx"u8);
            table.Name("x-dead-letter-exchange"u8).LongString(""u8);
        });
        await client.PublishAsync("q", "x");
        Assert.Equal(0u, await client.CountAsync("q"));
    }

    [Fact]
    public async Task A_transaction_with_a_refused_publish_does_not_happen()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => Reject(table, 1));
        await client.DeclareAsync("other");
        await client.SelectAsync(output => TxSelect.Write(output, 1), MethodId.TxSelectOk);
        await client.PublishAsync("other", "with it");
        await client.PublishAsync("q", "fits", "does not");
        await client.SendAsync(output => TxCommit.Write(output, 1));
        Received close = await client.ExpectAsync(MethodId.ChannelClose);
        Assert.Equal((406, "PRECONDITION_FAILED - partial tx completion"), (close.Code, close.ReplyText));
        TestClient observer = await broker.ConnectAsync();
        Assert.Equal((0u, 0u), (await observer.CountAsync("q"), await observer.CountAsync("other")));
        await observer.PublishAsync("q", "there is room");
        Assert.Equal(1u, await observer.CountAsync("q"));
    }

    [Fact]
    public async Task Publishers_together_never_exceed_the_limit()
    {
        const int Limit = 500, Publishers = 8, Each = 200;
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient owner = await broker.ConnectAsync();
        await owner.DeclareAsync("q", table => Reject(table, Limit));
        int[] accepted = await Task.WhenAll(Enumerable.Range(0, Publishers).Select(async _ =>
        {
            TestClient client = await broker.ConnectAsync();
            await client.SelectAsync(output => ConfirmSelect.Write(output, 1, false), MethodId.ConfirmSelectOk);
            for (int i = 0; i < Each; i++) await client.PublishAsync("q", "x");
            ulong answered = 0;
            int acks = 0;
            while (answered < Each)
            {
                Received answer = await client.ReadAsync();
                if (answer.Method == MethodId.BasicAck) acks += (int)(answer.DeliveryTag - answered);
                answered = answer.DeliveryTag;
            }

            return acks;
        }));
        Assert.Equal(Limit, accepted.Sum());
        Assert.Equal((uint)Limit, await owner.CountAsync("q"));
    }

    [Fact]
    public async Task Nobody_sees_more_than_the_limit_however_fast_it_is_published()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await broker.ConnectAsync();
        TestClient observer = await broker.ConnectAsync();
        await client.DeclareAsync("q", table => table.Name("x-max-length"u8).Int32(10));
        for (int round = 0; round < 50; round++)
        {
            await client.PublishAsync("q", [.. Enumerable.Range(0, 100).Select(i => $"{round}/{i}")]);
            Assert.InRange(await observer.CountAsync("q"), 0u, 10u);
        }

        Assert.Equal(10u, await client.CountAsync("q"));
        Assert.Equal([.. Enumerable.Range(90, 10).Select(i => $"49/{i}")], await client.DrainAsync("q"));
    }

    private static void Reject(FieldTableWriter table, int length)
    {
        table.Name("x-max-length"u8).Int32(length);
        table.Name("x-overflow"u8).LongString("reject-publish"u8);
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

    private static string? ReasonOf(Received message)
    {
        Assert.True(BasicProperties.TryRead(message.Properties, out BasicProperties properties));
        Assert.Equal(WireError.None, FieldTable.TryRead(properties.Headers, out FieldTable headers));
        Assert.True(headers.TryGet("x-death"u8, out FieldValue deaths));
        return deaths.AsArray[0].AsTable!.TryGet("reason"u8, out FieldValue value) ? value.AsText : null;
    }
}
