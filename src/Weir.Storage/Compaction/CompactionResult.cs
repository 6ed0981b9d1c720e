namespace Weir.Storage.Compaction;

/// <summary>
/// What a merge or compaction replaced. <see cref="IsComplete"/> is false when it stopped early because the segments
/// were dropped, the partition deleted or the shard lost meanwhile; what was replaced until then stays replaced.
/// </summary>
public readonly record struct CompactionResult(
    bool IsComplete, int SegmentsBefore, int SegmentsAfter, long BytesBefore, long BytesAfter, long RecordsRemoved)
{
    internal static readonly CompactionResult Nothing = new(true, 0, 0, 0, 0, 0);

    internal CompactionResult Add(IReadOnlyList<SegmentEntry> sources, IReadOnlyList<SegmentEntry> made) => this with
    {
        SegmentsBefore = SegmentsBefore + sources.Count,
        SegmentsAfter = SegmentsAfter + made.Count,
        BytesBefore = BytesBefore + sources.Sum(static s => s.DataBytes),
        BytesAfter = BytesAfter + made.Sum(static s => s.DataBytes),
    };
}
