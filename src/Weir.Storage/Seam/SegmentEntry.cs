namespace Weir.Storage;

/// <summary>
/// One immutable segment blob of a partition. Offsets <paramref name="BaseOffset"/> (inclusive) to
/// <paramref name="NextOffset"/> (exclusive) belong to it, though compaction may have removed some of them.
/// <paramref name="MaxTimestamp"/> is Unix milliseconds, -1 when no record has one; <paramref name="DataBytes"/> counts
/// the batches without the index that follows them.
/// </summary>
public readonly record struct SegmentEntry(
    long Partition,
    long BaseOffset,
    long NextOffset,
    long MaxTimestamp,
    long DataBytes,
    string Key);
