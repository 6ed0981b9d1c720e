using Weir.Storage.Checkpoints;

namespace Weir.Storage.Compaction;

/// <summary>
/// A log's segments as compaction sees them: a clean head, a dirty part that may be cleaned, and the rest, which is too
/// young.
/// </summary>
internal sealed class CompactionPlan
{
    private readonly SegmentEntry[] _segments;
    private readonly int _clean;

    private CompactionPlan(SegmentEntry[] segments, int clean, int end)
    {
        _segments = segments;
        _clean = clean;
        Dirty = new ArraySegment<SegmentEntry>(segments, clean, end - clean);
    }

    public ArraySegment<SegmentEntry> Dirty { get; }

    /// <summary>Dirty bytes among those that a compaction would rewrite, 0 to 1.</summary>
    public double DirtyRatio
    {
        get
        {
            long dirty = Dirty.Sum(static s => s.DataBytes);
            long clean = _segments.Take(_clean).Sum(static s => s.DataBytes);
            return dirty == 0 ? 0 : (double)dirty / (dirty + clean);
        }
    }

    public static CompactionPlan Make(SegmentEntry[] segments, CompactionPolicy policy, long nowMs)
    {
        int clean = 0;
        while (clean < segments.Length && BlobKeys.IsClean(segments[clean].Key)) clean++;
        int end = clean;
        while (end < segments.Length && segments[end].NextOffset <= policy.EndOffset
            && (policy.MinLagMs == 0 || segments[end].MaxTimestamp <= nowMs - policy.MinLagMs))
            end++;
        return new CompactionPlan(segments, clean, end);
    }

    /// <summary>The segments with offsets below <paramref name="end"/>, in runs of at most the target size.</summary>
    public IEnumerable<ArraySegment<SegmentEntry>> Groups(long end, long targetBytes)
    {
        int limit = Array.FindIndex(_segments, s => s.BaseOffset >= end);
        if (limit < 0) limit = _segments.Length;
        for (int first = 0; first < limit;)
        {
            int count = 1;
            long bytes = _segments[first].DataBytes;
            while (first + count < limit && bytes + _segments[first + count].DataBytes <= targetBytes)
                bytes += _segments[first + count++].DataBytes;
            yield return new ArraySegment<SegmentEntry>(_segments, first, count);
            first += count;
        }
    }
}
