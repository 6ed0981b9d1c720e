using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Storage.Logs;
using Weir.Storage.Memory;

namespace Weir.Broker.Tests.Queues;

public sealed class QueuePolicyTests
{
    [Fact]
    public async Task A_policy_acts_on_queues_that_are_there_and_on_those_to_come_and_ends_with_its_removal()
    {
        await using MessageBroker broker = await OpenAsync(new MemoryEngine());
        Queue queue = await DeclareAsync(broker, "work.a", new QueueOptions());
        Queue other = await DeclareAsync(broker, "other", new QueueOptions());
        await PublishAsync(queue, 10);
        await PublishAsync(other, 10);
        await SetAsync(broker.Policies, "short", "^work\\.", ("max-length", ArgumentValue.Of(4)));
        await queue.ExpireAsync();
        await other.ExpireAsync();
        Assert.Equal((4, 10), (queue.ReadyCount, other.ReadyCount));
        Queue later = await DeclareAsync(broker, "work.b", new QueueOptions { LengthMax = 2 });
        await PublishAsync(later, 10);
        await later.ExpireAsync();
        Assert.Equal(2, later.ReadyCount);
        await broker.Policies.RemoveAsync("/", "short", default);
        await PublishAsync(queue, 10);
        await queue.ExpireAsync();
        Assert.Equal(14, queue.ReadyCount);
    }

    [Fact]
    public async Task Policies_are_there_after_a_restart_and_declarations_are_what_they_were()
    {
        var engine = new MemoryEngine();
        var declared = new QueueOptions { MessageTtlMs = 50, LengthMax = 7, DeadLetterExchange = "mine" };
        await using (MessageBroker broker = await OpenAsync(engine))
        {
            await DeclareAsync(broker, "q", declared);
            await SetAsync(
                broker.Policies, "p", "q", ("message-ttl", ArgumentValue.Of(60)), ("max-length", ArgumentValue.Of(5)),
                ("overflow", ArgumentValue.Of("reject-publish")), ("delivery-limit", ArgumentValue.Of(3)),
                ("dead-letter-exchange", ArgumentValue.Of("theirs")),
                ("dead-letter-routing-key", ArgumentValue.Of("k")), ("expires", ArgumentValue.Of(100_000)));
            await SetAsync(broker.OperatorPolicies, "limit", "", ("max-length", ArgumentValue.Of(3)));
            await broker.StopAsync();
        }

        await using MessageBroker again = await OpenAsync(engine.Crash());
        Queue queue = again.Queues.Find("/", "q")!;
        Assert.Equal(
            declared with
            {
                LengthMax = 3,
                Overflow = QueueOverflow.Reject,
                DeliveryLimit = 3,
                CountsDeliveries = true,
                DeadLetterRoutingKey = "k",
                ExpiresMs = 100_000,
            },
            queue.Options with { Declaration = default });
        Assert.Equal(declared, queue.Declared with { Declaration = default });
        await again.OperatorPolicies.RemoveAsync("/", "limit", default);
        Assert.Equal(5, queue.Options.LengthMax);
    }

    [Fact]
    public async Task An_operator_sets_limits_only()
    {
        await using MessageBroker broker = await OpenAsync(new MemoryEngine());
        var policy = new Policy(
            "/", "p", "", PolicyTarget.Queues, 0, Arguments.Of(("dead-letter-exchange", ArgumentValue.Of("x"))));
        PolicyOutcome outcome = await broker.OperatorPolicies.SetAsync(policy, default);
        Assert.Equal(
            (PolicyError.InvalidDefinition, "an operator's policy sets limits only, not 'dead-letter-exchange'"),
            (outcome.Error, outcome.Reason));
    }

    [Fact]
    public async Task A_stream_that_is_consumed_as_a_queue_keeps_its_records()
    {
        await using MessageBroker broker = await OpenAsync(new MemoryEngine());
        await SetAsync(broker.Policies, "all", "", ("max-length", ArgumentValue.Of(1)));
        await broker.Topics.CreateAsync(
            "/", "stream", Weir.Broker.Topics.TopicKind.Stream, 1, new Dictionary<string, string>(), false, default);
        Queue queue = broker.Queues.Find("/", "stream")!;
        await PublishAsync(queue, 10);
        await queue.ExpireAsync();
        Assert.Equal(10, queue.ReadyCount);
    }

    private static ValueTask<MessageBroker> OpenAsync(MemoryEngine engine) =>
        MessageBroker.OpenAsync(engine, new BrokerOptions(), TimeProvider.System, CancellationToken.None);

    private static async Task<Queue> DeclareAsync(MessageBroker broker, string name, QueueOptions options) =>
        (await broker.Queues.DeclareAsync("/", name, options, default)).Queue!;

    private static async Task SetAsync(
        PolicyTable table, string name, string pattern, params (string, ArgumentValue)[] definition)
    {
        PolicyOutcome outcome = await table.SetAsync(
            new Policy("/", name, pattern, PolicyTarget.Queues, 0, Arguments.Of(definition)), default);
        Assert.Equal((PolicyError.None, null), (outcome.Error, outcome.Reason));
    }

    private static async Task PublishAsync(Queue queue, int count)
    {
        using var batch = new PublishBatch();
        long nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        for (int i = 0; i < count; i++) batch.Add(queue.Topic.Partitions[0], nowMs, default, "x"u8, default, 0);
        List<CommitPoint> points = [];
        batch.Commit(points);
        foreach (CommitPoint point in points) await point.Shard.WaitAsync(point.Lsn, new CommitWaiter());
    }
}
