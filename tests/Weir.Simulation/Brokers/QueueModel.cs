using Weir.Broker.Queues;

namespace Weir.Simulation.Brokers;

/// <summary>A queue from its declaration to its deletion; one of the same name later is another.</summary>
internal sealed class QueueModel(string name, QueueOptions options)
{
    public string Name { get; } = name;

    public QueueOptions Options { get; } = options;

    /// <summary>Where its dead letters go, and nothing else does.</summary>
    public string? DeadQueue => Options.DeadLetterExchange is null ? null : $"dead-{Name}";

    /// <summary>In the order of their publishes.</summary>
    public SortedDictionary<int, Copy> Copies { get; } = [];

    /// <summary>Whether it is there is known to be so, known not to be, or for the next life to find out.</summary>
    public bool? Exists { get; set; }

    /// <summary>Messages come in the order in which they were published.</summary>
    public bool IsInOrder => Options is { PriorityMax: null, DeduplicationWindowMs: null }
        && !Name.StartsWith("dead-", StringComparison.Ordinal);

    /// <summary>The last offset that was handed out for the first time in this life.</summary>
    public long LastNew { get; set; } = -1;

    /// <summary>Whether the broker may have taken it out, as too old or as one too many.</summary>
    public bool MayDie(Copy copy, long nowMs) => MayExpire(copy, nowMs) || MayDrop(copy);

    /// <summary>Only the oldest makes room: behind it lies as much as the queue may hold.</summary>
    public bool MayDrop(Copy copy) => IsCut
        && Copies.Values.Count(c => c.Message.Id > copy.Message.Id) >= Options.LengthMax;

    /// <summary>It may hold only so much, and its oldest messages make room.</summary>
    public bool IsCut => Options is { LengthMax: not null, Overflow: null or QueueOverflow.DropHead };

    /// <summary>That it refuses a message is right: this much is ready, or on its way there.</summary>
    public bool MayRefuse => Options is { LengthMax: { } max, Overflow: QueueOverflow.Reject }
        && Copies.Values.Count(static c => c is { IsGone: false, IsRemoved: false, IsInFlight: false }) >= max;

    public bool MayExpire(Copy copy, long nowMs) =>
        Options.MessageTtlMs is { } ttl && Math.Max(copy.Message.PublishedMs, copy.DueMs) + ttl <= nowMs;
}
