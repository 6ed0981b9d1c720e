using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage.Logs;
using Weir.Storage.Memory;

namespace Weir.Broker.Tests.Tracing;

public sealed class TraceTests
{
    private static readonly ClientIdentity Ada = new("AMQP 0-9-1", 7, "ada", "app", "127.0.0.1:5");

    [Fact]
    public async Task A_message_that_comes_back_and_is_settled_then_tells_its_life_in_order()
    {
        await using MessageBroker broker = await OpenAsync();
        Queue queue = await DeclareAsync(broker, "q", new QueueOptions { IsTraced = true });
        await PublishAsync(queue, 2);
        MessageRef message = await TakeAsync(queue);
        queue.Release(message, Ada);
        await TakeAsync(queue);
        using (var settled = new Settlements { By = Ada })
        {
            settled.Add(queue, message);
            settled.Commit();
        }

        Assert.Equal(
            ["Published", "Delivered 1", "Released 1", "Delivered 2", "Acknowledged"], Tell(broker, queue, 0));
        Assert.Equal(["Published"], Tell(broker, queue, 1));
        (TraceEvent last, _) = broker.Traces.StoryOf(LogOf(queue), 0)[^1];
        Assert.Equal(Ada, last.Client);
    }

    [Fact]
    public async Task What_dies_without_a_dead_letter_exchange_or_is_purged_says_so()
    {
        await using MessageBroker broker = await OpenAsync();
        Queue queue = await DeclareAsync(broker, "q", new QueueOptions { IsTraced = true, DeliveryLimit = 0 });
        await PublishAsync(queue, 3);
        queue.Release(await TakeAsync(queue), Ada);
        Assert.Equal(2, await queue.PurgeAsync());
        Assert.Equal(["Published", "Delivered 1", "Released 1", "Died DeliveryLimit"], Tell(broker, queue, 0));
        Assert.Equal(["Published", "Purged"], Tell(broker, queue, 2));
        Assert.Equal(
            ["Purged", "Died", "Released", "Delivered", "Published"],
            broker.Traces.Newest([LogOf(queue)], 10).Select(static e => e.Kind.ToString()));
    }

    [Fact]
    public async Task A_policy_turns_tracing_on_and_off_and_without_it_nothing_is_noted()
    {
        await using MessageBroker broker = await OpenAsync();
        Queue queue = await DeclareAsync(broker, "q", new QueueOptions());
        await PublishAsync(queue, 1);
        Assert.Null(queue.Topic.Partitions[0].Trace);
        var policy = new Policy(
            "/", "p", "^q$", PolicyTarget.Queues, 0, Arguments.Of(("trace", ArgumentValue.Of(true))));
        Assert.True((await broker.Policies.SetAsync(policy, default)).Error == PolicyError.None);
        await PublishAsync(queue, 1);
        await broker.Policies.RemoveAsync("/", "p", default);
        await PublishAsync(queue, 1);
        Assert.Empty(Tell(broker, queue, 0));
        Assert.Equal(["Published"], Tell(broker, queue, 1));
        Assert.Empty(Tell(broker, queue, 2));
        PolicyOutcome refused = await broker.Policies.SetAsync(
            policy with { Definition = Arguments.Of(("trace", ArgumentValue.Of("yes"))) }, default);
        Assert.Equal(
            (PolicyError.InvalidDefinition, "trace must be true or false, not yes"), (refused.Error, refused.Reason));
    }

    [Fact]
    public async Task A_topics_setting_turns_tracing_on_and_off_while_it_is_used()
    {
        await using MessageBroker broker = await OpenAsync();
        await broker.Topics.CreateAsync(
            "/", "t", TopicKind.Stream, 2, new Dictionary<string, string> { ["trace.enabled"] = "true" }, false,
            default);
        Topic topic = broker.Topics.Find("/", "t")!;
        Assert.All(topic.Partitions, static p => Assert.NotNull(p.Trace));
        await broker.Topics.ConfigureAsync(topic, static _ => new Dictionary<string, string>(), false, default);
        Assert.All(topic.Partitions, static p => Assert.Null(p.Trace));
    }

    [Fact]
    public async Task Tracing_survives_a_restart_and_what_was_noted_does_not()
    {
        var engine = new MemoryEngine();
        await using (MessageBroker broker = await OpenAsync(engine))
        {
            await PublishAsync(await DeclareAsync(broker, "q", new QueueOptions { IsTraced = true }), 1);
            await broker.StopAsync();
        }

        await using MessageBroker again = await OpenAsync(engine.Crash());
        Queue queue = again.Queues.Find("/", "q")!;
        Assert.NotNull(queue.Topic.Partitions[0].Trace);
        Assert.Empty(Tell(again, queue, 0));
    }

    [Fact]
    public async Task Only_the_newest_events_are_kept_and_it_says_since_when()
    {
        await using MessageBroker broker = await OpenAsync(options: new BrokerOptions { TraceEventsMax = 3 });
        Queue queue = await DeclareAsync(broker, "q", new QueueOptions { IsTraced = true });
        long begunMs = broker.Traces.KeptSinceMs;
        for (int i = 0; i < 5; i++) await PublishAsync(queue, 1);
        Assert.Empty(Tell(broker, queue, 1));
        Assert.Equal(["Published"], Tell(broker, queue, 2));
        Assert.Equal([4L, 3, 2], broker.Traces.Newest([LogOf(queue)], 10).Select(static e => e.First));
        Assert.True(broker.Traces.KeptSinceMs >= begunMs);
    }

    [Fact]
    public void What_clients_say_of_themselves_is_cut()
    {
        var client = new ClientIdentity("Kafka", 1, new string('u', 40_000), new string('c', 40_000), "");
        Assert.Equal((128, 128), (client.User.Length, client.ClientId.Length));
    }

    private static ValueTask<MessageBroker> OpenAsync(MemoryEngine? engine = null, BrokerOptions? options = null) =>
        MessageBroker.OpenAsync(
            engine ?? new MemoryEngine(), options ?? new BrokerOptions(), TimeProvider.System, CancellationToken.None);

    private static async Task<Queue> DeclareAsync(MessageBroker broker, string name, QueueOptions options) =>
        (await broker.Queues.DeclareAsync("/", name, options, default)).Queue!;

    private static PartitionId LogOf(Queue queue) => queue.Topic.Partitions[0].Log.Id;

    private static async Task<MessageRef> TakeAsync(Queue queue) =>
        (MessageRef)(await queue.GetAsync<object>(static (in Delivery delivery) => delivery.Message, Ada))!;

    private static IEnumerable<string> Tell(MessageBroker broker, Queue queue, long offset) =>
        broker.Traces.StoryOf(LogOf(queue), offset)
            .Select(static e => $"{e.Event.Kind} {e.Event.Deliveries}{e.Event.Reason}".TrimEnd());

    private static async Task PublishAsync(Queue queue, int count)
    {
        using var batch = new PublishBatch { By = Ada };
        long nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        for (int i = 0; i < count; i++) batch.Add(queue.Topic.Partitions[0], nowMs, default, "x"u8, default, 0);
        List<CommitPoint> points = [];
        batch.Commit(points);
        foreach (CommitPoint point in points) await point.Shard.WaitAsync(point.Lsn, new CommitWaiter());
    }
}
