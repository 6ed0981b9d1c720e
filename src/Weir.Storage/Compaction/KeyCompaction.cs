using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Compaction;

/// <summary>
/// Key compaction of one partition. Its head is clean: no key twice. A pass maps the newest offset of every key in the
/// dirty segments behind it (as many as memory holds, then the next pass goes on from there) and rewrites head and
/// dirty part without the records that the map knows newer ones of. Segments are rewritten in order and committed group
/// by group, so a crash or a stop in between keeps what was done: the clean head is as long as the blobs' names say.
/// The log's last segment-less records, at most a checkpoint's worth, take part once they are in a segment.
/// </summary>
internal sealed class KeyCompaction(
    Shard shard,
    PartitionLog log,
    IStorageEngine engine,
    BlobKeys keys,
    SemaphoreSlim maintenance,
    CompactionPolicy policy,
    long nowMs)
    : SegmentRewrite(shard, log, engine, keys, maintenance)
{
    private readonly KeyMap _map = new(policy.KeyMapBytesMax);
    private BatchRewriter? _rewriter;
    private long _mapEnd;

    protected override async ValueTask RewriteAsync(CancellationToken cancel)
    {
        CompactionPlan plan = Plan();
        if (plan.Dirty.Count == 0 || !await IsDueAsync(plan, cancel)) return;

        // What becomes dirty meanwhile waits for its own turn: a busy log would keep this going for ever.
        policy = policy with { EndOffset = plan.Dirty[^1].NextOffset };
        while (plan.Dirty.Count > 0 && await RunPassAsync(plan, cancel)) plan = Plan();
    }

    protected override async ValueTask<bool> CopyAsync(
        SegmentSource source, IReadOnlyList<SegmentEntry> sources, SegmentOutput output, CancellationToken cancel)
    {
        using var kept = new PooledBufferWriter();
        BatchRewriter rewriter = _rewriter!;
        rewriter.HasChanged = false;
        while (await source.MoveNextAsync(cancel))
        {
            ReadOnlyMemory<byte> rest = source.Block;
            while (!rest.IsEmpty)
            {
                (int bytes, long next, bool isClean) = RewriteRun(rest.Span, source.IsLastBlock, kept);
                await output.WriteAsync(kept.WrittenMemory, next, isClean, cancel);
                rest = rest[bytes..];
            }
        }

        return rewriter.HasChanged || sources.Count > 1 || !BlobKeys.IsClean(sources[0].Key);
    }

    private CompactionPlan Plan() => CompactionPlan.Make(LiveSegments(), policy, nowMs);

    private async ValueTask<bool> IsDueAsync(CompactionPlan plan, CancellationToken cancel)
    {
        if (plan.DirtyRatio > policy.MinDirtyRatio) return true;
        return policy.MaxLagMs < nowMs && await OldestDirtyAsync(plan, cancel) < nowMs - policy.MaxLagMs;
    }

    /// <summary>The smallest first timestamp of the dirty segments; most likely their oldest record's.</summary>
    private async ValueTask<long> OldestDirtyAsync(CompactionPlan plan, CancellationToken cancel)
    {
        long oldest = long.MaxValue;
        foreach (SegmentEntry segment in plan.Dirty)
        {
            using SegmentSource source = Open([segment]);
            if (!await source.MoveNextAsync(cancel)) continue;
            RecordBatchHeader.TryRead(source.Block.Span, out RecordBatchHeader header);
            if (header.BaseTimestamp >= 0) oldest = Math.Min(oldest, header.BaseTimestamp);
        }

        return oldest;
    }

    private async ValueTask<bool> RunPassAsync(CompactionPlan plan, CancellationToken cancel)
    {
        _map.Clear();
        _mapEnd = await FillMapAsync(plan.Dirty, cancel);
        using var rewriter = new BatchRewriter(_map, _mapEnd, Log.CommittedStart, nowMs, policy.DeleteRetentionMs);
        _rewriter = rewriter;
        foreach (ArraySegment<SegmentEntry> group in plan.Groups(_mapEnd, TargetBytes))
            if (!await ReplaceAsync(group, cancel)) break;
        Result = Result with { RecordsRemoved = Result.RecordsRemoved + rewriter.RecordsRemoved };
        return Result.IsComplete;
    }

    /// <summary>Maps the dirty keys; returns the batch boundary up to which the map holds all of them.</summary>
    private async ValueTask<long> FillMapAsync(ArraySegment<SegmentEntry> dirty, CancellationToken cancel)
    {
        using SegmentSource source = Open(dirty);
        using var records = new BatchRecords();
        bool isFirst = true;
        while (await source.MoveNextAsync(cancel))
            if (MapBlock(source.Block.Span, records, ref isFirst) is { } full) return full;
        return dirty[^1].NextOffset;
    }

    /// <summary>
    /// The boundary at which the map ran full, if it did. A first batch with more keys than fit counts as mapped, else
    /// no pass would ever get past it: records whose keys the map lacks are simply kept.
    /// </summary>
    private long? MapBlock(ReadOnlySpan<byte> block, BatchRecords records, ref bool isFirst)
    {
        var walk = new RecordBatchEnumerator(block);
        while (walk.MoveNext())
        {
            RecordBatchHeader header = walk.Header;
            if (header.NextOffset > Log.CommittedStart
                && records.TryRead(walk.Batch, header, out ReadOnlySpan<byte> plain))
            {
                var reader = new RecordReader(plain, header.RecordCount);
                while (reader.TryRead(out RecordView record))
                {
                    if (record.IsKeyNull || _map.TryPut(record.Key, header.BaseOffset + record.OffsetDelta)) continue;
                    return isFirst ? header.NextOffset : header.BaseOffset;
                }
            }

            isFirst = false;
        }

        return null;
    }

    /// <summary>Rewrites the batches at the head of a block that lie on the same side of the map's end.</summary>
    private (int Bytes, long Next, bool IsClean) RewriteRun(
        ReadOnlySpan<byte> block, bool isLastBlock, PooledBufferWriter kept)
    {
        kept.Clear();
        var walk = new RecordBatchEnumerator(block);
        int bytes = 0;
        long next = -1;
        bool isClean = true;
        while (walk.MoveNext())
        {
            RecordBatchHeader header = walk.Header;
            bool isMapped = header.BaseOffset < _mapEnd;
            if (bytes == 0) isClean = isMapped;
            if (isMapped != isClean) break;
            bytes = walk.Position;
            int before = kept.WrittenBytes;
            _rewriter!.Rewrite(walk.Batch, header, isLastBlock && bytes == block.Length, kept);
            if (kept.WrittenBytes > before) next = header.NextOffset;
        }

        return (bytes, next, isClean);
    }
}
