using Weir.Broker.Delays;
using Weir.Broker.Duplicates;
using Weir.Broker.Groups;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Storage.Logs;
using Weir.Storage.Scheduling;

namespace Weir.Broker;

/// <summary>Limits and defaults of the broker.</summary>
public sealed record BrokerOptions
{
    public LogStoreOptions Log { get; init; } = new();

    public TopicDefaults TopicDefaults { get; init; } = TopicDefaults.Standard;

    public GroupOptions Groups { get; init; } = new();

    /// <summary>
    /// Tells which topics the members of a group read, so that their offsets cannot be deleted. Null: none can be told.
    /// </summary>
    public ISubscriptionReader? Subscriptions { get; init; }

    /// <summary>Finds message ids where a protocol has a form of its own for them. Null: only in headers.</summary>
    public IMessageIds? MessageIds { get; init; }

    /// <summary>
    /// Makes what publishes dead messages; it is there before the first message can die. Null: the dead are dropped.
    /// </summary>
    public Func<MessageBroker, IDeadLetterWriter>? DeadLetters { get; init; }

    /// <summary>Runs what hands messages out.</summary>
    public WorkQueue Work { get; init; } = WorkQueue.Pool;

    public DelayOptions Delays { get; init; } = new();

    /// <summary>Most events of traced messages that are kept in memory, 1 or more.</summary>
    public int TraceEventsMax { get; init; } = TraceLog.EventsMaxByDefault;

    /// <summary>
    /// Most topics of all namespaces: 100,000, and no more than a quarter of the memory that the process may use has
    /// room for, at 8 KiB each.
    /// </summary>
    public int TopicsMax { get; init; } =
        (int)Math.Min(100_000, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / (8 << 10));

    /// <summary>
    /// Most bytes of messages and requests that have come in part, of all connections together; each has
    /// <see cref="Sessions.UnfinishedShare.FreeBytes"/> besides. An eighth of the memory that the process may use, and
    /// not above 512 MiB.
    /// </summary>
    public long UnfinishedBytesMax { get; init; } =
        Math.Min(512L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);

    /// <summary>How often retention looks for what may go.</summary>
    public TimeSpan RetentionInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often logs are looked over for compaction and merging.</summary>
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>An idempotent producer not heard of for this long is forgotten.</summary>
    public TimeSpan ProducerExpiry { get; init; } = TimeSpan.FromDays(1);
}
