namespace Weir.Broker.Tracing;

/// <summary>What happened to a message.</summary>
public enum TraceEventKind : byte
{
    /// <summary>Taken from a client and stored.</summary>
    Published,

    /// <summary>Taken from a client, to be stored in its log at a later time.</summary>
    Parked,

    /// <summary>Its time had come: stored in its log.</summary>
    Due,

    /// <summary>Handed to a consumer.</summary>
    Delivered,

    /// <summary>Settled by its consumer: done.</summary>
    Acknowledged,

    /// <summary>Settled when it was handed out, because its consumer does not acknowledge.</summary>
    SettledWhenSent,

    /// <summary>Came back unhandled, to be handed out again.</summary>
    Released,

    /// <summary>Refused by its consumer, never to come back.</summary>
    Rejected,

    /// <summary>Taken out of its queue unhandled.</summary>
    Died,

    /// <summary>Stored here because it died elsewhere.</summary>
    DeadLettered,

    /// <summary>Taken out of its queue by an operator, and published elsewhere.</summary>
    MovedAway,

    /// <summary>Stored here because an operator moved it.</summary>
    Redriven,

    /// <summary>Settled by an operator who emptied the queue.</summary>
    Purged,

    /// <summary>A consumer group's position went past it.</summary>
    Committed,
}
