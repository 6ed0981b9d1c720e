namespace Weir.Broker.Queues;

/// <summary>What happens when a queue holds as much as it may. Persisted: never renumber.</summary>
public enum QueueOverflow : byte
{
    /// <summary>The oldest messages make room; they are dead.</summary>
    DropHead = 0,

    /// <summary>The publish is refused.</summary>
    Reject = 1,

    /// <summary>The publish is refused, and the message dead-lettered.</summary>
    RejectToDeadLetters = 2,
}
