using System.Diagnostics;
using Weir.Wire.Records;

namespace Weir.Storage.Logs;

/// <summary>
/// The newest batches of one partition, in memory, from the end of its segments to its end. Everything the journal
/// holds and no segment does is here, so the journal is read at recovery only. Not thread-safe: its partition's lock
/// guards it; bytes behind a returned position are immutable and may be used under a chunk lease.
/// </summary>
internal sealed class Tail
{
    private readonly ChunkPool _pool;
    private readonly List<TailChunk> _chunks = [];
    private int _lastChunkBytes;

    public Tail(ChunkPool pool, long firstOffset)
    {
        _pool = pool;
        FirstOffset = firstOffset;
        NextOffset = firstOffset;
    }

    /// <summary>Lowest offset still here; equals <see cref="NextOffset"/> when empty.</summary>
    public long FirstOffset { get; private set; }

    public long NextOffset { get; private set; }

    public int Chunks => _chunks.Count;

    public long Bytes { get; private set; }

    public TailChunk this[int index] => _chunks[index];

    /// <summary>Room for one batch, contiguous; <see cref="Commit"/> makes it part of the tail.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_chunks.Count == 0 || _chunks[^1].Room < bytes)
        {
            byte[] buffer = _pool.Rent(bytes, _chunks.Count == 0 ? _lastChunkBytes / 2 : _chunks[^1].Buffer.Length);
            _lastChunkBytes = buffer.Length;
            _chunks.Add(new TailChunk(_pool, buffer, NextOffset));
        }

        TailChunk chunk = _chunks[^1];
        return chunk.Buffer.AsSpan(chunk.Length, bytes);
    }

    public void Commit(int bytes, long nextOffset, long maxTimestamp)
    {
        _chunks[^1].Advance(bytes, NextOffset, nextOffset, maxTimestamp);
        NextOffset = nextOffset;
        Bytes += bytes;
    }

    /// <summary>Where the tail ends now.</summary>
    public TailPosition End => _chunks.Count == 0 ? default : new TailPosition(_chunks[^1], _chunks[^1].Length);

    /// <summary>The batch that contains <paramref name="offset"/>, or the end if there is none.</summary>
    public (int Chunk, int Position) Locate(long offset)
    {
        if (offset >= NextOffset) return (Math.Max(0, _chunks.Count - 1), _chunks.Count == 0 ? 0 : _chunks[^1].Length);
        int index = ChunkOf(offset);
        TailChunk chunk = _chunks[index];
        int position = chunk.FloorByOffset(offset);
        while (position < chunk.Length)
        {
            RecordBatchHeader.TryRead(chunk.Buffer.AsSpan(position), out RecordBatchHeader header);
            if (header.NextOffset > offset) break;
            position += (int)header.SizeBytes;
        }

        return (index, position);
    }

    public int IndexOf(TailChunk chunk)
    {
        int index = ChunkOf(chunk.FirstOffset);
        Debug.Assert(ReferenceEquals(_chunks[index], chunk));
        return index;
    }

    /// <summary>Drops the chunks that end at or below <paramref name="offset"/>.</summary>
    public void DropBelow(long offset)
    {
        int drop = 0;
        while (drop < _chunks.Count && _chunks[drop].NextOffset <= offset)
        {
            Bytes -= _chunks[drop].Length;
            _chunks[drop].Drop();
            drop++;
        }

        _chunks.RemoveRange(0, drop);
        FirstOffset = _chunks.Count == 0 ? NextOffset : _chunks[0].FirstOffset;
    }

    /// <summary>Forgets how busy the partition was: the next chunk starts small.</summary>
    public void Cool() => _lastChunkBytes = 0;

    /// <summary>Makes an empty tail start at <paramref name="offset"/>.</summary>
    public void Reset(long offset)
    {
        Debug.Assert(_chunks.Count == 0);
        FirstOffset = offset;
        NextOffset = offset;
    }

    private int ChunkOf(long offset)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (_chunks[middle].FirstOffset <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
