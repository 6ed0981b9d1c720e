namespace Weir.Simulation.Brokers;

/// <summary>
/// A record of a topic that retention or compaction cleans; a tombstone has a message only for its id.
/// </summary>
internal sealed class KeptRecord(KeptBatch batch, int index, int key, Message message, bool isTombstone)
{
    public KeptBatch Batch { get; } = batch;

    public int Key { get; } = key;

    public Message Message { get; } = message;

    public bool IsTombstone { get; } = isTombstone;

    /// <summary>Where it lies; -1 until that is known.</summary>
    public long Offset => Batch.BaseOffset < 0 ? -1 : Batch.BaseOffset + index;

    /// <summary>It was found at this offset.</summary>
    public void FoundAt(long offset)
    {
        if (Batch.BaseOffset < 0) Batch.BaseOffset = offset - index;
    }

    public override string ToString() =>
        $"{(IsTombstone ? "tombstone" : "message")} {Message.Id} of key {Key} at {Offset}";
}
