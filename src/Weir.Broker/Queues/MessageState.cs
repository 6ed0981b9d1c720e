namespace Weir.Broker.Queues;

/// <summary>Where a message of a queue is in its life.</summary>
public enum MessageState : byte
{
    /// <summary>It can be handed out.</summary>
    Ready,

    /// <summary>It was handed out and is not settled.</summary>
    InFlight,

    /// <summary>It is done with.</summary>
    Settled,
}
