using Weir.Broker.Queues;
using Weir.Storage.Logs;

namespace Weir.Broker.Tracing;

/// <summary>
/// One thing that happened to a message, or to neighbouring ones in the same way: those from <see cref="First"/> to
/// before <see cref="End"/>. Immutable.
/// </summary>
public sealed class TraceEvent
{
    public required TraceEventKind Kind { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long TimeMs { get; init; }

    public required PartitionId Log { get; init; }

    public required string Topic { get; init; }

    public required int Partition { get; init; }

    public required long First { get; init; }

    public required long End { get; init; }

    /// <summary>Who did it; null when the broker did, or it is not known.</summary>
    public ClientIdentity? Client { get; init; }

    /// <summary>The consumer's tag.</summary>
    public string? Consumer { get; init; }

    /// <summary>The consumer group.</summary>
    public string? Group { get; init; }

    /// <summary>How often it was handed out, this time included; of one that came back: how often it did.</summary>
    public int? Deliveries { get; init; }

    /// <summary>When a message that came back is handed out again, Unix milliseconds; null: at once.</summary>
    public long? RetryAtMs { get; init; }

    /// <summary>How it was routed, of events that store or publish it.</summary>
    public TraceNote? Note { get; init; }

    /// <summary>Why it died.</summary>
    public DeathReason? Reason { get; init; }

    public bool IsOf(PartitionId log, long offset) => Log == log && First <= offset && offset < End;

    /// <summary>The message began here: nothing of it can have happened before.</summary>
    internal bool IsBeginning =>
        Kind is TraceEventKind.Published or TraceEventKind.Due or TraceEventKind.DeadLettered
            or TraceEventKind.Redriven;
}
