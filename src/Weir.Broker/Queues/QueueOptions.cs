namespace Weir.Broker.Queues;

/// <summary>What a queue was declared with, in neutral terms; null means not set.</summary>
public sealed record QueueOptions
{
    private const long RetryDelayMsByDefault = 1_000;
    private const long RetryDelayMsMaxByDefault = 60 * 60 * 1_000;
    private const long RetryMultiplierByDefault = 2;

    /// <summary>Most that <see cref="DeduplicationIdsMax"/> may be.</summary>
    public const long DeduplicationIdsMaxMax = Duplicates.Deduplicator.IdsMaxMax;

    /// <summary>False: the queue goes with the process that made it.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>Deleted when its last consumer goes.</summary>
    public bool IsAutoDelete { get; init; }

    /// <summary>The connection that alone may use it; it is deleted when that ends.</summary>
    public object? ExclusiveOwner { get; init; }

    /// <summary>Only one consumer at a time is served, the others stand by.</summary>
    public bool SingleActiveConsumer { get; init; }

    /// <summary>Consumers are told how often a message came back.</summary>
    public bool CountsDeliveries { get; init; }

    /// <summary>Messages older than this are dead.</summary>
    public long? MessageTtlMs { get; init; }

    /// <summary>The queue is deleted when nobody used it for this long.</summary>
    public long? ExpiresMs { get; init; }

    /// <summary>A message that came back more often is dead.</summary>
    public long? DeliveryLimit { get; init; }

    /// <summary>Most messages that may be ready.</summary>
    public long? LengthMax { get; init; }

    /// <summary>Most bytes that the values of ready messages may have.</summary>
    public long? BytesMax { get; init; }

    /// <summary>What a full queue does; null: it drops its head.</summary>
    public QueueOverflow? Overflow { get; init; }

    /// <summary>
    /// Messages of priority 0 to this are served highest first: a log for each. Null: in the order they came.
    /// </summary>
    public int? PriorityMax { get; init; }

    /// <summary>Whether a message that came back waits before it is handed out again; null: it does not.</summary>
    public RetryBackoff? RetryBackoff { get; init; }

    /// <summary>How long it waits the first time; null: a second.</summary>
    public long? RetryDelayMs { get; init; }

    /// <summary>How long it waits at most; null: an hour.</summary>
    public long? RetryDelayMsMax { get; init; }

    /// <summary>By what an exponential wait grows each time; null: 2.</summary>
    public long? RetryMultiplier { get; init; }

    /// <summary>A message whose id came so short a time ago is left out; null: none is.</summary>
    public long? DeduplicationWindowMs { get; init; }

    /// <summary>Most ids remembered for that; null: 100,000.</summary>
    public long? DeduplicationIdsMax { get; init; }

    /// <summary>What happens to its messages is noted.</summary>
    public bool IsTraced { get; init; }

    /// <summary>Where dead messages are published; null: they are dropped.</summary>
    public string? DeadLetterExchange { get; init; }

    /// <summary>The routing key of dead messages; null: their own.</summary>
    public string? DeadLetterRoutingKey { get; init; }

    /// <summary>What the client asked for in its protocol's own form, to compare a repeated declaration with.</summary>
    public ReadOnlyMemory<byte> Declaration { get; init; }

    /// <summary>How long a message waits that came back so many times, milliseconds.</summary>
    internal long RetryDelayOf(int deliveries)
    {
        if (RetryBackoff is null or Queues.RetryBackoff.None) return 0;
        double delayMs = RetryDelayMs ?? RetryDelayMsByDefault;
        if (RetryBackoff == Queues.RetryBackoff.Exponential)
            delayMs *= Math.Pow(RetryMultiplier ?? RetryMultiplierByDefault, deliveries - 1);
        return (long)Math.Min(delayMs, RetryDelayMsMax ?? RetryDelayMsMaxByDefault);
    }

    internal bool IsLimited => LengthMax is not null || BytesMax is not null;

    /// <summary>When full, publishes are refused.</summary>
    internal bool Refuses => IsLimited && Overflow is QueueOverflow.Reject or QueueOverflow.RejectToDeadLetters;

    /// <summary>Messages can die by age without anybody looking.</summary>
    internal bool MustBeSwept => MessageTtlMs is not null || DeadLetterExchange is not null;
}
