namespace Weir.Broker.Queues;

/// <summary>Numbers in a <see cref="QueueRecord"/>. Persisted: never renumber, never reuse.</summary>
internal enum QueueNumber : byte
{
    LengthMax = 1,
    BytesMax = 2,
    Overflow = 3,
    PriorityMax = 4,
    RetryBackoff = 5,
    RetryDelayMs = 6,
    RetryDelayMsMax = 7,
    RetryMultiplier = 8,
    DeduplicationWindowMs = 9,
    DeduplicationIdsMax = 10,

    /// <summary>1: it is traced.</summary>
    Trace = 11,
}
