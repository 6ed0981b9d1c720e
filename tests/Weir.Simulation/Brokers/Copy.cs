namespace Weir.Simulation.Brokers;

/// <summary>
/// One message in one queue: what was done to it, as far as the model knows. <see cref="IsGone"/> is for ever; a copy
/// that may have been added or removed is decided by what the next life finds.
/// </summary>
internal sealed class Copy(Message message, QueueModel queue)
{
    public Message Message { get; } = message;

    public QueueModel Queue { get; } = queue;

    /// <summary>The publish was acknowledged, or the copy was seen.</summary>
    public bool IsAdded { get; set; }

    /// <summary>Several changes of one life have it, with one id: it says nothing of any of them.</summary>
    public bool IsSentAgain { get; set; }

    public bool IsGone { get; set; }

    /// <summary>Not in the queue before; 0 for at once.</summary>
    public long DueMs { get; init; }

    /// <summary>A consumer has it.</summary>
    public bool IsInFlight { get; set; }

    /// <summary>Settled, or in a change that settles it.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Counted as removed by a move whose end is not known: a storage that fails gives it back.</summary>
    public bool IsMoving { get; set; }

    /// <summary>The frame that holds the removal, or a later one.</summary>
    public long RemovalLsn { get; set; } = long.MaxValue;

    /// <summary>It shall be taken out by the broker, as dead, soon.</summary>
    public bool IsDying { get; set; }

    /// <summary>Its dead letter, once there may be one.</summary>
    public Copy? DeadLetter { get; set; }

    /// <summary>What this is the dead letter of.</summary>
    public Copy? DiedAs { get; init; }

    public int Releases { get; set; }

    /// <summary>False once a crash may have taken some of the releases back.</summary>
    public bool IsCountKnown { get; set; } = true;

    /// <summary>Not handed out again before; 0 for at once.</summary>
    public long RetryMs { get; set; }

    /// <summary>The frame that holds the last release, or a later one.</summary>
    public long ReleaseLsn { get; set; }

    public override string ToString() => $"{Message.Id} in {Queue.Name}";
}
