namespace Weir.Broker.Queues;

/// <summary>What a queue was declared with, in neutral terms; null means not set.</summary>
public sealed record QueueOptions
{
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

    /// <summary>Where dead messages are published; null: they are dropped.</summary>
    public string? DeadLetterExchange { get; init; }

    /// <summary>The routing key of dead messages; null: their own.</summary>
    public string? DeadLetterRoutingKey { get; init; }

    /// <summary>What the client asked for in its protocol's own form, to compare a repeated declaration with.</summary>
    public ReadOnlyMemory<byte> Declaration { get; init; }

    internal bool IsLimited => LengthMax is not null || BytesMax is not null;

    /// <summary>When full, publishes are refused.</summary>
    internal bool Refuses => IsLimited && Overflow is QueueOverflow.Reject or QueueOverflow.RejectToDeadLetters;

    /// <summary>Messages can die by age without anybody looking.</summary>
    internal bool MustBeSwept => MessageTtlMs is not null || DeadLetterExchange is not null;
}
