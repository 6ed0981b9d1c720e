using Weir.Storage.Files;
using Weir.Storage.Logs;
using Weir.Storage.Segments;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Checkpoints;

/// <summary>
/// One checkpoint of one shard: capture the state at a frame boundary, copy tails into segments, write the snapshot,
/// commit the manifest, and only then let go of memory, journal and replaced blobs. A crash in between leaves blobs
/// that no manifest names; recovery deletes them.
/// </summary>
internal sealed class Checkpoint(
    Shard shard, IStorageEngine engine, BlobKeys keys, int carryBytesMax, Action<long> advance)
{
    /// <summary>
    /// A tail up to this size travels in the snapshot: ten thousand quiet partitions are not ten thousand files.
    /// </summary>
    public const int CarryBytesMax = 8 << 10;

    /// <summary>
    /// What the end of a segment and of the checkpoint weigh, beside writing the bytes: syncing what is not yet synced.
    /// </summary>
    private const int EndShare = 8;

    /// <summary>Segments are completed together until there are so many, or they have so many bytes.</summary>
    private const int CompletedMax = 128;
    private const long CompletedBytesMax = 4 << 20;

    private readonly List<SegmentEntry> _added = [];
    private readonly List<SegmentWriter> _ended = [];
    private long _endedBytes;
    private readonly List<string> _removed = [];
    private readonly Dictionary<PartitionLog, long> _flushed = [];
    private bool _mayBeCommitted;

    /// <summary>The steps in which a checkpoint of so many bytes of tails gets on.</summary>
    public static long StepsFor(long bytes) => bytes + (2 * (bytes / EndShare));

    /// <summary>False when the shard is no longer ours; nothing has changed then.</summary>
    public async ValueTask<bool> RunAsync(CancellationToken cancel)
    {
        using ShardCapture? capture = await shard.CaptureAsync();
        if (capture is null) return false;
        if (await shard.WaitAsync(capture.Lsn, new CommitWaiter()) != Commit.Done) return false;
        ShardManifest manifest = await engine.Manifest.LoadAsync(shard.Fence, cancel);
        string snapshotKey = keys.Snapshot(shard.Id);
        try
        {
            await WriteBlobsAsync(capture, snapshotKey, cancel);
            if (!await CommitAsync(capture, manifest, snapshotKey)) return false;
        }
        finally
        {
            // Each attempt names its blobs anew: on a full disk those of failed ones would take what is left of it.
            foreach (SegmentWriter writer in _ended) await writer.DisposeAsync();
            if (!_mayBeCommitted)
                await engine.Blobs.DeleteAsync([.. _added.Select(static s => s.Key), snapshotKey],
                    CancellationToken.None);
        }

        shard.Covered(capture.Lsn, capture.JournaledBytes);
        Publish(capture);
        advance(_added.Sum(static s => s.DataBytes) / EndShare);
        string[] garbage = manifest.SnapshotKey is null ? [.. _removed] : [.. _removed, manifest.SnapshotKey];
        await engine.Blobs.DeleteAsync(garbage, CancellationToken.None);
        return true;
    }

    /// <summary>Not to be cancelled: once begun it must be known whether it was done.</summary>
    private async ValueTask<bool> CommitAsync(ShardCapture capture, ShardManifest manifest, string snapshotKey)
    {
        CollectRemoved(capture, manifest);
        var edit = new ManifestEdit(capture.Lsn, snapshotKey, _added, _removed);
        _mayBeCommitted = true;
        Commit commit;
        try
        {
            commit = await engine.Manifest.CommitAsync(shard.Fence, edit, CancellationToken.None);
        }
        catch (DiskFullException)
        {
            _mayBeCommitted = false;
            throw;
        }

        _mayBeCommitted = commit != Commit.Fenced;
        return commit == Commit.Done;
    }

    private async ValueTask WriteBlobsAsync(ShardCapture capture, string snapshotKey, CancellationToken cancel)
    {
        using var snapshot = new PooledBufferWriter();
        ShardSnapshot.Begin(snapshot, capture.Logs.Length);
        foreach (LogExtent extent in capture.Logs)
        {
            bool kept = extent.Log.Durability != Durability.Memory;
            List<TailSpan> tail = kept ? extent.Log.LeaseTail(extent.StartOffset, extent.NextOffset) : [];
            try
            {
                await WriteLogAsync(snapshot, extent, tail, cancel);
            }
            finally
            {
                foreach (TailSpan span in tail) span.Chunk.Release();
            }
        }

        ShardSnapshot.End(snapshot, capture.State.WrittenSpan);
        await using IBlobWriter blob = await engine.Blobs.CreateAsync(snapshotKey, cancel);
        await blob.WriteAsync(snapshot.WrittenMemory, cancel);
        await CompleteAsync([.. _ended.Select(static w => w.Blob), blob], cancel);
    }

    private async ValueTask WriteLogAsync(
        PooledBufferWriter snapshot, LogExtent extent, List<TailSpan> tail, CancellationToken cancel)
    {
        long tailOffset = tail.Count == 0 ? extent.NextOffset : FirstOffset(tail[0]);
        long startOffset = StartOf(extent, tailOffset);
        if (tail.Sum(static s => (long)s.Bytes) > carryBytesMax)
        {
            await WriteSegmentsAsync(extent, tail, cancel);
            _flushed[extent.Log] = extent.NextOffset;
            ShardSnapshot.AddLog(snapshot, extent.Log.Id, startOffset, extent.NextOffset, []);
            return;
        }

        ShardSnapshot.AddLog(snapshot, extent.Log.Id, startOffset, tailOffset, tail);
    }

    /// <summary>
    /// Where the log starts for a start from this checkpoint. What was trimmed since the capture may be gone from
    /// memory, and the trim may not be durable: then the checkpoint has to know of it, or the log would have a hole.
    /// </summary>
    private static long StartOf(LogExtent extent, long tailOffset)
    {
        // What only memory holds is not there after a start.
        if (extent.Log.Durability == Durability.Memory) return extent.NextOffset;
        IReadOnlyList<SegmentEntry> segments = extent.Log.Segments;
        long covered = Math.Max(extent.StartOffset, segments.Count == 0 ? 0 : segments[^1].NextOffset);
        return covered < tailOffset ? tailOffset : extent.StartOffset;
    }

    private async ValueTask WriteSegmentsAsync(LogExtent extent, List<TailSpan> tail, CancellationToken cancel)
    {
        SegmentWriter? writer = null;
        long baseOffset = FirstOffset(tail[0]);
        long nextOffset = baseOffset;
        try
        {
            foreach (TailSpan span in tail)
            {
                for (ReadOnlyMemory<byte> rest = span.Memory; !rest.IsEmpty;)
                {
                    writer ??= await OpenAsync(extent.Log.Id, baseOffset, cancel);
                    int bytes =
                        BatchRun.Take(rest.Span, extent.Log.SegmentBytesMax - writer.DataBytes, out long runEnd);
                    await writer.WriteAsync(rest[..bytes], cancel);
                    advance(bytes);
                    nextOffset = runEnd;
                    rest = rest[bytes..];
                    if (rest.IsEmpty && writer.DataBytes < extent.Log.SegmentBytesMax) continue;
                    await EndAsync(writer, baseOffset, nextOffset, cancel);
                    writer = null;
                    baseOffset = nextOffset;
                }
            }

            if (writer is not null) await EndAsync(writer, baseOffset, extent.NextOffset, cancel);
            writer = null;
        }
        finally
        {
            if (writer is not null) await writer.DisposeAsync();
        }
    }

    /// <summary>Takes a writer over; its segment is there when those ended with it are completed.</summary>
    private async ValueTask EndAsync(SegmentWriter writer, long baseOffset, long nextOffset, CancellationToken cancel)
    {
        _ended.Add(writer);
        _added.Add(await writer.EndAsync(baseOffset, nextOffset, cancel));
        _endedBytes += writer.DataBytes;
        if (_ended.Count >= CompletedMax || _endedBytes >= CompletedBytesMax)
            await CompleteAsync([.. _ended.Select(static w => w.Blob)], cancel);
    }

    private async ValueTask CompleteAsync(IReadOnlyList<IBlobWriter> blobs, CancellationToken cancel)
    {
        await engine.Blobs.CompleteAsync(blobs, cancel);
        foreach (SegmentWriter writer in _ended) await writer.DisposeAsync();
        _ended.Clear();
        advance(_endedBytes / EndShare);
        _endedBytes = 0;
    }

    private async ValueTask<SegmentWriter> OpenAsync(PartitionId partition, long baseOffset, CancellationToken cancel)
    {
        string key = keys.Segment(partition, baseOffset);
        return new SegmentWriter(await engine.Blobs.CreateAsync(key, cancel), key, partition);
    }

    private void CollectRemoved(ShardCapture capture, ShardManifest manifest)
    {
        Dictionary<long,
            long> starts = capture.Logs.ToDictionary(static l => l.Log.Id.Value, static l => l.StartOffset);
        foreach (SegmentEntry segment in manifest.Segments)
        {
            bool alive = starts.TryGetValue(segment.Partition, out long start) && segment.NextOffset > start;
            if (!alive) _removed.Add(segment.Key);
        }
    }

    private void Publish(ShardCapture capture)
    {
        var gone = _removed.ToHashSet();
        ILookup<long, SegmentEntry> added = _added.ToLookup(static s => s.Partition);
        foreach (LogExtent extent in capture.Logs)
        {
            // Most logs have nothing new, and there may be very many.
            bool isChanged = added.Contains(extent.Log.Id.Value)
                || (gone.Count > 0 && extent.Log.Segments.Any(s => gone.Contains(s.Key)));
            SegmentEntry[]? segments = isChanged
                ? [.. extent.Log.Segments.Where(s => !gone.Contains(s.Key)), .. added[extent.Log.Id.Value]]
                : null;
            extent.Log.ReplaceSegments(segments, _flushed.GetValueOrDefault(extent.Log, -1));
        }

        if (capture.Logs.Length > 0) capture.Logs[0].Log.Cache.Forget(_removed);
    }

    private static long FirstOffset(TailSpan span)
    {
        RecordBatchHeader.TryRead(span.Memory.Span, out RecordBatchHeader header);
        return header.BaseOffset;
    }
}
