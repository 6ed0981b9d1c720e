namespace Weir.Broker.Queues;

/// <summary>
/// What happened to a queue's messages since the process opened it; figures only grow. The dispatcher counts what it
/// does with a plain addition; what others do too is counted once a batch.
/// </summary>
public sealed class QueueCounters
{
    private long _settled;
    private long _released;

    /// <summary>Handed to consumers, and to clients that asked for one message.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Accepted, rejected, expired or purged: gone from the queue.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <summary>Given back to be handed out again.</summary>
    public long Released => Volatile.Read(ref _released);

    /// <summary>Rejected, expired or delivered too often; dead-lettered where the queue says where to.</summary>
    public long Died { get; internal set; }

    internal void AddSettled(long messages) => Interlocked.Add(ref _settled, messages);

    internal void AddReleased() => Interlocked.Increment(ref _released);
}
