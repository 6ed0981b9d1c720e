using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Storage.Compaction;

/// <summary>
/// Makes one segment of many small ones, which every checkpoint leaves behind. No byte of a batch changes. A run is
/// merged only if it has <see cref="RunMin"/> segments and the largest is at most half of it: so each time a byte is
/// copied its segment at least doubles, and from the smallest segment a checkpoint writes (8 KiB) to the target (64 MiB)
/// that can happen 13 times at worst; with steady traffic segments grow eightfold and it happens 5 times. Where no run
/// qualifies the sizes grow too fast for more than a few segments to a doubling.
/// </summary>
internal sealed class SegmentMerge(
    Shard shard, PartitionLog log, IStorageEngine engine, BlobKeys keys, SemaphoreSlim maintenance, MergePolicy policy)
    : SegmentRewrite(shard, log, engine, keys, maintenance)
{
    internal const int RunMin = 8;

    protected override async ValueTask RewriteAsync(CancellationToken cancel)
    {
        while (FindRun(LiveSegments(), TargetBytes, policy.SpanMsMax) is { Count: > 0 } run)
            if (!await ReplaceAsync(run, cancel)) break;
    }

    /// <summary>The first run worth merging, as long as it can be; empty if there is none.</summary>
    internal static ArraySegment<SegmentEntry> FindRun(SegmentEntry[] segments, long targetBytes, long spanMsMax)
    {
        for (int first = 0; first + RunMin <= segments.Length; first++)
        {
            int count = LongestRun(segments.AsSpan(first), targetBytes, spanMsMax);
            if (count > 0) return new ArraySegment<SegmentEntry>(segments, first, count);
        }

        return ArraySegment<SegmentEntry>.Empty;
    }

    protected override async ValueTask<bool> CopyAsync(
        SegmentSource source, IReadOnlyList<SegmentEntry> sources, SegmentOutput output, CancellationToken cancel)
    {
        bool isClean = BlobKeys.IsClean(sources[0].Key);
        while (await source.MoveNextAsync(cancel))
            await output.WriteAsync(source.Block, EndOf(source.Block.Span), isClean, cancel);
        return true;
    }

    private static int LongestRun(ReadOnlySpan<SegmentEntry> segments, long targetBytes, long spanMsMax)
    {
        bool isClean = BlobKeys.IsClean(segments[0].Key);
        long bytes = 0, largest = 0, oldest = long.MaxValue, newest = -1;
        int best = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            SegmentEntry segment = segments[i];
            bytes += segment.DataBytes;
            largest = Math.Max(largest, segment.DataBytes);
            newest = Math.Max(newest, segment.MaxTimestamp);
            if (segment.MaxTimestamp >= 0) oldest = Math.Min(oldest, segment.MaxTimestamp);
            bool fits = largest < targetBytes / 4 && bytes <= targetBytes
                && (newest < 0 || newest - oldest <= spanMsMax) && BlobKeys.IsClean(segment.Key) == isClean;
            if (!fits) break;
            if (i + 1 >= RunMin && largest <= bytes / 2) best = i + 1;
        }

        return best;
    }

    private static long EndOf(ReadOnlySpan<byte> batches)
    {
        var walk = new RecordBatchEnumerator(batches);
        long end = -1;
        while (walk.MoveNext()) end = walk.Header.NextOffset;
        return end;
    }
}
