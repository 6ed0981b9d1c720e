using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Routing;

namespace Weir.Simulation.Brokers;

/// <summary>
/// The queues and exchanges that every history has: one queue of each kind, their dead letters each in a queue of its
/// own, queues that some of those are moved to, an exchange that copies to several, and one that delays. Made again
/// where a crash left them undone.
/// </summary>
internal sealed class BrokerSetup(BrokerModel model)
{
    public const string Ns = MessageBroker.DefaultNamespace;

    private static readonly (string Name, QueueOptions Options)[] Kinds =
    [
        ("brief", new QueueOptions { LengthMax = 3 }),
        ("dead-again-short", new QueueOptions()),
        ("dead-again-work", new QueueOptions()),
        ("dead-limited", new QueueOptions()),
        ("dead-short", new QueueOptions()),
        ("dead-ttl", new QueueOptions()),
        ("dead-work", new QueueOptions()),
        ("dedup", new QueueOptions { DeduplicationWindowMs = 3_600_000 }),
        ("limited", DeadLettered("limited") with { DeliveryLimit = 1 }),
        ("plain", new QueueOptions()),
        ("prio", new QueueOptions { PriorityMax = 2 }),
        ("retry", new QueueOptions { RetryBackoff = RetryBackoff.Fixed, RetryDelayMs = 2_000 }),
        ("short", DeadLettered("short") with { LengthMax = 4 }),
        ("strict", new QueueOptions { LengthMax = 3, Overflow = QueueOverflow.Reject }),
        ("ttl", DeadLettered("ttl") with { MessageTtlMs = 3_000 }),
        ("work", DeadLettered("work")),
    ];

    public async Task EnsureAsync(MessageBroker broker)
    {
        await DeclareAsync(broker, new ExchangeDefinition(Ns, "dlx", ExchangeType.Direct));
        await DeclareAsync(broker, new ExchangeDefinition(Ns, "fan", ExchangeType.Fanout));
        Arguments delayed = Arguments.Of((ExchangeDefinition.DelayedTypeArgument, ArgumentValue.Of("fanout")));
        await DeclareAsync(
            broker, new ExchangeDefinition(Ns, "later", ExchangeType.Delayed) { Arguments = delayed });
        foreach ((string name, QueueOptions options) in Kinds)
        {
            if (!model.Queues.ContainsKey(name)) await DeclareAsync(broker, name, options);
            if (name.StartsWith("dead-", StringComparison.Ordinal)) await BindAsync(broker, "dlx", name, name[5..]);
        }

        foreach (string name in (string[])["plain", "ttl", "prio", "work", "short"])
            await BindAsync(broker, "fan", name, "");
        foreach (string name in (string[])["plain", "retry"]) await BindAsync(broker, "later", name, "");
    }

    public async Task DeclareAsync(MessageBroker broker, string name, QueueOptions options)
    {
        var queue = new QueueModel(name, options);
        model.Queues[name] = queue;
        (_, Queue? made) = await broker.Queues.DeclareAsync(Ns, name, options, default);
        if (made is null) throw new HistoryException($"{name} could not be declared");
        queue.Exists = true;
    }

    public static async Task BindAsync(MessageBroker broker, string exchange, string queue, string key)
    {
        ExchangeOutcome outcome = await broker.Exchanges.BindAsync(
            Ns, exchange, DestinationKind.Queue, queue, System.Text.Encoding.UTF8.GetBytes(key), Arguments.Empty,
            default);
        if (outcome.Error != ExchangeError.None)
            throw new HistoryException($"{exchange} could not be bound to {queue}: {outcome.Error}");
    }

    private static QueueOptions DeadLettered(string key) =>
        new() { DeadLetterExchange = "dlx", DeadLetterRoutingKey = key };

    private static async Task DeclareAsync(MessageBroker broker, ExchangeDefinition definition)
    {
        ExchangeOutcome outcome = await broker.Exchanges.DeclareAsync(definition, default);
        if (outcome.Error != ExchangeError.None)
            throw new HistoryException($"{definition.Name} could not be declared: {outcome.Error}");
    }
}
