using System.Diagnostics;

namespace Weir.Storage.Logs;

/// <summary>
/// A piece of a partition's in-memory tail: whole batches, back to back, with dense offsets. Bytes once written never
/// change, so readers may use them outside any lock while they hold a lease. The tail holds one reference; the last
/// release returns the memory to its pool.
/// </summary>
internal sealed class TailChunk
{
    /// <summary>Bytes between two entries of the sparse index.</summary>
    private const int IndexIntervalBytes = 4096;

    private readonly ChunkPool _pool;
    private int[] _indexPositions = [];
    private long[] _indexOffsets = [];
    private int _indexCount;
    private int _references = 1;

    public TailChunk(ChunkPool pool, byte[] buffer, long firstOffset)
    {
        _pool = pool;
        Buffer = buffer;
        FirstOffset = firstOffset;
        NextOffset = firstOffset;
    }

    public byte[] Buffer { get; }
    public long FirstOffset { get; }
    public long NextOffset { get; private set; }
    public int Length { get; private set; }
    public long MaxTimestamp { get; private set; } = -1;
    public int Room => Buffer.Length - Length;

    /// <summary>Records that a batch of <paramref name="bytes"/> has been written at <see cref="Length"/>.</summary>
    public void Advance(int bytes, long baseOffset, long nextOffset, long maxTimestamp)
    {
        Debug.Assert(baseOffset == NextOffset && bytes <= Room);
        if (_indexCount == 0 || Length - _indexPositions[_indexCount - 1] >= IndexIntervalBytes)
            AddIndexEntry(baseOffset, Length);
        Length += bytes;
        NextOffset = nextOffset;
        if (maxTimestamp > MaxTimestamp) MaxTimestamp = maxTimestamp;
    }

    /// <summary>A batch boundary at or before the batch that contains <paramref name="offset"/>.</summary>
    public int FloorByOffset(long offset)
    {
        int index = Array.BinarySearch(_indexOffsets, 0, _indexCount, offset);
        if (index < 0) index = Math.Max(0, ~index - 1);
        return _indexCount == 0 ? 0 : _indexPositions[index];
    }

    /// <summary>A batch boundary at or before <paramref name="position"/>.</summary>
    public int FloorByPosition(int position)
    {
        int index = Array.BinarySearch(_indexPositions, 0, _indexCount, position);
        if (index < 0) index = Math.Max(0, ~index - 1);
        return _indexCount == 0 ? 0 : _indexPositions[index];
    }

    /// <summary>Call under the partition's lock, while the tail still holds its reference.</summary>
    public void Lease() => Interlocked.Increment(ref _references);

    /// <summary>
    /// The tail lets go: the memory stops counting against the budget now, even if a slow reader keeps it.
    /// </summary>
    public void Drop()
    {
        _pool.Uncount(Buffer);
        Release();
    }

    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        Debug.Assert(left >= 0);
        if (left == 0) _pool.Return(Buffer);
    }

    private void AddIndexEntry(long offset, int position)
    {
        if (_indexCount == _indexPositions.Length)
        {
            int size = Math.Max(2, _indexCount * 2);
            Array.Resize(ref _indexPositions, size);
            Array.Resize(ref _indexOffsets, size);
        }

        _indexPositions[_indexCount] = position;
        _indexOffsets[_indexCount++] = offset;
    }
}
