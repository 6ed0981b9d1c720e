using Weir.Storage.Checkpoints;
using Weir.Storage.Logs;
using Weir.Storage.Segments;

namespace Weir.Storage.Compaction;

/// <summary>
/// Writes the segments that replace a run, cut at a size. Each ends where its last batch ends, so that a gap left by
/// compaction always lies before a batch and reading on from any offset finds one.
/// </summary>
internal sealed class SegmentOutput(
    IBlobStore blobs, BlobKeys keys, PartitionId partition, long baseOffset, long bytesMax) : IAsyncDisposable
{
    private readonly List<SegmentEntry> _made = [];
    private SegmentWriter? _writer;
    private long _baseOffset = baseOffset;
    private long _nextOffset = baseOffset;
    private bool _isClean;

    public IReadOnlyList<SegmentEntry> Made => _made;

    /// <summary>Appends whole batches that end at <paramref name="nextOffset"/>.</summary>
    public async ValueTask WriteAsync(
        ReadOnlyMemory<byte> batches, long nextOffset, bool isClean, CancellationToken cancel)
    {
        if (batches.IsEmpty) return;
        if (_writer is not null && (_isClean != isClean || _writer.DataBytes + batches.Length > bytesMax))
            await CompleteAsync(cancel);
        if (_writer is null)
        {
            _isClean = isClean;
            string key = keys.Segment(partition, _baseOffset, isClean);
            _writer = new SegmentWriter(await blobs.CreateAsync(key, cancel), key, partition);
        }

        await _writer.WriteAsync(batches, cancel);
        _nextOffset = nextOffset;
    }

    public async ValueTask CompleteAsync(CancellationToken cancel)
    {
        if (_writer is null) return;
        _made.Add(await _writer.CompleteAsync(_baseOffset, _nextOffset, cancel));
        await _writer.DisposeAsync();
        _writer = null;
        _baseOffset = _nextOffset;
    }

    /// <summary>Deletes what was made: it will not be used.</summary>
    public ValueTask DiscardAsync() => blobs.DeleteAsync([.. _made.Select(static s => s.Key)], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
    }
}
