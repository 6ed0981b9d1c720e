using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Groups;
using Weir.Broker.Namespaces;
using Weir.Broker.Topics;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>A virtual host is a namespace: a world of queues and exchanges of its own.</summary>
public sealed class VirtualHostTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Queues_and_exchanges_of_the_same_name_do_not_meet()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient here = await broker.ConnectAsync();
        TestClient there = await EnterAsync(broker, "there");
        await here.DeclareAsync("q");
        await there.SendAsync(output => QueueDeclare.Write(output, 1, "q"u8, true, false, false, false, false, []));
        Received close = await there.ExpectAsync(MethodId.ChannelClose);
        Assert.Equal("NOT_FOUND - no queue 'q' in vhost 'there'", close.ReplyText);
        await there.SendAsync(output => ChannelCloseOk.Write(output, 1));
        await there.OpenChannelAsync(1);
        await there.DeclareAsync("q");
        await there.SelectAsync(
            output => QueueBind.Write(output, 1, "q"u8, "amq.fanout"u8, ""u8, false, []), MethodId.QueueBindOk);
        await there.SendAsync(output => TestClient.Publish(output, "amq.fanout", "", "x"));
        Assert.Equal(1u, await there.CountAsync("q"));
        Assert.Equal(0u, await here.CountAsync("q"));
    }

    [Theory]
    [InlineData("a", "b/c", "a/b", "c")]
    [InlineData("%2F", "x", "%252F", "x")]
    public async Task No_two_names_share_what_is_stored(string ns, string queue, string otherNs, string otherQueue)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient one = await EnterAsync(broker, ns);
        TestClient other = await EnterAsync(broker, otherNs);
        await one.DeclareAsync(queue);
        await other.DeclareAsync(otherQueue);
        await one.PublishAsync(queue, "1");
        Assert.Equal(1u, await one.CountAsync(queue));
        Assert.Equal(0u, await other.CountAsync(otherQueue));
        await broker.CrashAsync();
        Assert.NotNull(broker.Server.Broker.Queues.Find(ns, queue));
        Assert.NotNull(broker.Server.Broker.Queues.Find(otherNs, otherQueue));
    }

    [Fact]
    public async Task Its_queues_share_a_home_so_that_a_publish_to_many_is_one_change()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient client = await EnterAsync(broker, "there");
        for (int i = 0; i < 5; i++) await client.DeclareAsync($"q{i}");
        MessageBroker inner = broker.Server.Broker;
        Assert.Single(
            inner.Topics.All.Where(t => t.Namespace == "there").Select(t => t.Partitions[0].Shard.Id).Distinct());
        Assert.NotEqual(0, inner.Topics.Find("there", "q0")!.Partitions[0].Shard.Id.Value);
    }

    [Fact]
    public async Task Deleting_it_ends_its_connections_and_takes_all_that_was_in_it()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestClient here = await broker.ConnectAsync();
        TestClient there = await EnterAsync(broker, "there");
        await there.DeclareAsync("q");
        await there.SelectAsync(
            output => ExchangeDeclare.Write(
                output, 1, "x"u8, "direct"u8, false, true, false, false, false, []),
            MethodId.ExchangeDeclareOk);
        await there.SelectAsync(
            output => ExchangeBind.Write(output, 1, "amq.topic"u8, "amq.fanout"u8, "k"u8, false, []),
            MethodId.ExchangeBindOk);
        MessageBroker inner = broker.Server.Broker;
        Assert.True((await inner.DeleteNamespaceAsync("there", None)).IsDone);
        Received close = await there.ExpectAsync(MethodId.ConnectionClose);
        Assert.Equal((320, "CONNECTION_FORCED - vhost 'there' is deleted"), (close.Code, close.ReplyText));
        TestClient late = broker.NewClient();
        await late.OpenAsync(vhost: "there");
        Assert.Equal(530, (await late.ExpectAsync(MethodId.ConnectionClose)).Code);

        await inner.Namespaces.CreateAsync("there", None);
        await broker.CrashAsync();
        inner = broker.Server.Broker;
        Assert.Empty(inner.Topics.All);
        Assert.Null(inner.Exchanges.Find("there", "x"));
        Assert.Empty(inner.Exchanges.BindingsFrom(inner.Exchanges.Find("there", "amq.fanout")!));
    }

    [Fact]
    public async Task The_default_one_stays_and_an_unknown_one_is_not_found()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        MessageBroker inner = broker.Server.Broker;
        Assert.Equal(NamespaceError.IsDefault, (await inner.DeleteNamespaceAsync("/", None)).Error);
        Assert.Equal(NamespaceError.NotFound, (await inner.DeleteNamespaceAsync("nope", None)).Error);
        Assert.Equal(NamespaceError.AlreadyExists, (await inner.Namespaces.CreateAsync("/", None)).Error);
        Assert.Equal(NamespaceError.InvalidName, (await inner.Namespaces.CreateAsync("", None)).Error);
        (TopicOutcome outcome, _) = await inner.Queues.DeclareAsync("nope", "q", new(), None);
        Assert.Equal(TopicError.NamespaceUnknown, outcome.Error);
    }

    [Fact]
    public async Task Deleting_a_queue_of_it_leaves_committed_offsets_of_a_topic_of_that_name()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        MessageBroker inner = broker.Server.Broker;
        TestClient there = await EnterAsync(broker, "there");
        await there.DeclareAsync("events");
        await inner.Topics.CreateAsync(
            "/", "events", TopicKind.Stream, 1, new Dictionary<string, string>(), false, None);
        var key = new OffsetKey("events", 0);
        await inner.Groups.CommitAsync(
            new CommitRequest { GroupId = "readers", Offsets = [new OffsetToCommit("events", 0, 7)] });
        await there.SelectAsync(
            output => QueueDelete.Write(output, 1, "events"u8, false, false, false), MethodId.QueueDeleteOk);
        Assert.True(inner.Groups.TryGetOffset("readers", key, out CommittedOffset offset));
        Assert.Equal(7, offset.Offset);
    }

    private static async Task<TestClient> EnterAsync(TestBroker broker, string ns)
    {
        await broker.Server.Broker.Namespaces.CreateAsync(ns, None);
        TestClient client = broker.NewClient();
        await client.OpenAsync(vhost: ns);
        await client.ExpectAsync(MethodId.ConnectionOpenOk);
        await client.OpenChannelAsync(1);
        return client;
    }
}
