using System.Buffers;
using System.Diagnostics;
using Weir.Storage.Segments;
using Weir.Wire.Records;

namespace Weir.Storage.Logs;

/// <summary>
/// One ordered log: immutable segments, then the tail in memory. Offsets below <see cref="StartOffset"/> are gone;
/// those from <see cref="ReadableEnd"/> on are not committed yet and shown to nobody. Appends come through the shard,
/// whose lock is taken before this one's; reads take only this one's, briefly.
/// </summary>
public sealed class PartitionLog
{
    private readonly Lock _sync = new();
    private readonly Tail _tail;
    private readonly SegmentCache _cache;
    private SegmentEntry[] _segments = [];
    private IAppendObserver[] _observers = [];
    private TailPosition _sealed;
    private TailPosition _readable;
    private long _startOffset;
    private long _committedStart;
    private long _nextOffset;
    private long _sealedOffset;
    private long _sealedStart;
    private long _readableEnd;
    private bool _isDropped;
    private Durability _durability;

    internal PartitionLog(PartitionId id, Durability durability, ChunkPool pool, SegmentCache cache)
    {
        Id = id;
        _durability = durability;
        _tail = new Tail(pool, 0);
        _cache = cache;
    }

    public PartitionId Id { get; }

    /// <summary>
    /// Applies to the next append; set it under the shard's lock. A log is made for memory or for the disk and stays
    /// so: what was never journaled would be a hole in what is.
    /// </summary>
    public Durability Durability
    {
        get => _durability;
        set
        {
            if ((value == Durability.Memory) != (_durability == Durability.Memory))
                throw new InvalidOperationException($"partition {Id} cannot go from {_durability} to {value}");
            _durability = value;
        }
    }

    /// <summary>The first offset that may be read.</summary>
    public long StartOffset => Volatile.Read(ref _startOffset);

    /// <summary>What a crash now may at most bring back begins here: a trim moves it once it is committed.</summary>
    internal long CommittedStart => Volatile.Read(ref _committedStart);

    /// <summary>The end of what may be read: everything below is committed.</summary>
    public long ReadableEnd => Volatile.Read(ref _readableEnd);

    /// <summary>The offset the next record gets.</summary>
    public long NextOffset => Volatile.Read(ref _nextOffset);

    /// <summary>Bytes of segments and tail.</summary>
    public long SizeBytes
    {
        get
        {
            lock (_sync) return UnflushedBytes() + _segments.Sum(static s => s.DataBytes);
        }
    }

    /// <summary>Largest segment a checkpoint writes, bytes; one batch may exceed it.</summary>
    public long SegmentBytesMax { get; set; } = 64L << 20;

    internal bool InPendingFrame { get; set; }

    internal long TailBytes
    {
        get
        {
            lock (_sync) return _tail.Bytes;
        }
    }

    /// <summary>The segments now, ordered; each call gives an immutable array.</summary>
    public IReadOnlyList<SegmentEntry> Segments => Volatile.Read(ref _segments);

    internal SegmentCache Cache => _cache;

    public void AddObserver(IAppendObserver observer)
    {
        lock (_sync) _observers = [.. _observers, observer];
    }

    public void RemoveObserver(IAppendObserver observer)
    {
        lock (_sync) _observers = [.. _observers.Where(o => !ReferenceEquals(o, observer))];
    }

    /// <summary>
    /// Whole batches from the one that holds <paramref name="offset"/> up to <paramref name="endOffset"/> (exclusive,
    /// at most <see cref="ReadableEnd"/>): at most <paramref name="maxBytes"/>, but one batch at least if
    /// <paramref name="atLeastOne"/>. Null when the offset is outside the log. Dispose the slice soon: it pins memory.
    /// </summary>
    public ValueTask<LogSlice?> ReadAsync(
        long offset, int maxBytes, long endOffset, bool atLeastOne, CancellationToken cancel)
    {
        SegmentEntry segment;
        lock (_sync)
        {
            if (endOffset > _readableEnd) endOffset = _readableEnd;
            if (offset < _startOffset || offset > _readableEnd) return new ValueTask<LogSlice?>((LogSlice?)null);
            if (offset >= endOffset) return new ValueTask<LogSlice?>(LogSlice.Empty);
            if (offset >= _tail.FirstOffset || _segments.Length == 0 || _segments[^1].NextOffset <= offset)
                return new ValueTask<LogSlice?>(ReadTail(offset, maxBytes, endOffset, atLeastOne));
            segment = _segments[SegmentOf(offset)];
        }

        return ReadSegmentAsync(segment, offset, maxBytes, endOffset, atLeastOne, cancel);
    }

    /// <summary>Whether reads of this segment's offsets still go to it.</summary>
    internal bool IsCurrent(SegmentEntry segment) =>
        Volatile.Read(ref _segments).Contains(segment) && segment.NextOffset > StartOffset;

    /// <summary>
    /// The first record at or after <paramref name="timestamp"/> (Unix ms): its offset and timestamp, or null.
    /// </summary>
    public ValueTask<OffsetAndTimestamp?> FindByTimestampAsync(long timestamp, CancellationToken cancel) =>
        TimestampSearch.FindAsync(this, timestamp, cancel);

    /// <summary>The first record that carries the log's largest timestamp, or null when there is none.</summary>
    public ValueTask<OffsetAndTimestamp?> FindMaxTimestampAsync(CancellationToken cancel)
    {
        long max = TailMaxTimestamp;
        foreach (SegmentEntry segment in Segments)
            if (segment.NextOffset > StartOffset) max = Math.Max(max, segment.MaxTimestamp);
        return max < 0 ? new ValueTask<OffsetAndTimestamp?>((OffsetAndTimestamp?)null)
            : FindByTimestampAsync(max, cancel);
    }

    /// <summary>The largest timestamp of the tail, -1 if it is empty or has none.</summary>
    internal long TailMaxTimestamp
    {
        get
        {
            lock (_sync)
            {
                long max = -1;
                for (int i = 0; i < _tail.Chunks; i++) max = Math.Max(max, _tail[i].MaxTimestamp);
                return max;
            }
        }
    }

    internal long TailFirstOffset
    {
        get
        {
            lock (_sync) return _tail.FirstOffset;
        }
    }

    /// <summary>
    /// First offset of the first tail chunk whose newest record is at or after <paramref name="timestamp"/>.
    /// </summary>
    internal long? TailChunkAtOrAfter(long timestamp)
    {
        lock (_sync)
        {
            for (int i = 0; i < _tail.Chunks; i++)
                if (_tail[i].MaxTimestamp >= timestamp) return Math.Max(_tail[i].FirstOffset, _startOffset);
            return null;
        }
    }

    /// <summary>
    /// The highest offset to which the head may be given up, when only whole segments and tail chunks older than
    /// <paramref name="beforeTimestamp"/> may go.
    /// </summary>
    public long FloorOfNewerThan(long beforeTimestamp)
    {
        lock (_sync)
        {
            foreach (SegmentEntry segment in _segments)
            {
                if (segment.NextOffset <= _startOffset) continue;
                if (segment.MaxTimestamp >= beforeTimestamp) return Math.Max(segment.BaseOffset, _startOffset);
            }

            for (int i = 0; i < _tail.Chunks; i++)
            {
                if (_tail[i].NextOffset <= _startOffset) continue;
                if (_tail[i].MaxTimestamp >= beforeTimestamp || _tail[i].NextOffset > _readableEnd)
                    return Math.Max(_tail[i].FirstOffset, _startOffset);
            }

            return _readableEnd;
        }
    }

    /// <summary>
    /// The highest offset to which whole segments may go so that at least <paramref name="bytes"/> stay.
    /// </summary>
    public long FloorOfNewest(long bytes)
    {
        lock (_sync)
        {
            long size = UnflushedBytes();
            if (size >= bytes) return FloorOfNewestInTail(bytes);
            for (int i = _segments.Length - 1; i >= 0; i--)
            {
                size += _segments[i].DataBytes;
                if (size >= bytes) return Math.Max(_segments[i].BaseOffset, _startOffset);
            }

            return _startOffset;
        }
    }

    internal long AppendUnsealed(in ReadOnlySequence<byte> batch, in RecordBatchHeader header)
    {
        lock (_sync)
        {
            int bytes = (int)batch.Length;
            long baseOffset = _tail.NextOffset;
            Span<byte> room = _tail.Reserve(bytes);
            batch.CopyTo(room);
            RecordBatchPatch.SetBaseOffset(room, baseOffset);
            RecordBatchPatch.SetLeaderEpoch(room, 0);
            long nextOffset = baseOffset + header.LastOffsetDelta + 1;
            _tail.Commit(bytes, nextOffset, header.MaxTimestamp);
            Volatile.Write(ref _nextOffset, nextOffset);
            return baseOffset;
        }
    }

    /// <summary>Hands everything appended since the last seal to the frame. Under the shard's lock.</summary>
    internal void SealInto(FrameBuilder frame)
    {
        lock (_sync)
        {
            int first = _sealed.Chunk is null ? 0 : _tail.IndexOf(_sealed.Chunk);
            int position = _sealed.Chunk is null ? 0 : _sealed.Position;
            int bytes = -position;
            for (int i = first; i < _tail.Chunks; i++) bytes += _tail[i].Length;
            if (bytes > 0) frame.AddSection(Id, bytes);
            for (int i = first; i < _tail.Chunks; i++, position = 0)
            {
                if (_tail[i].Length > position)
                    frame.AddMemory(_tail[i].Buffer.AsMemory(position, _tail[i].Length - position));
            }

            _sealed = _tail.End;
            _sealedOffset = _tail.NextOffset;
            _sealedStart = _startOffset;
        }
    }

    /// <summary>The frame in flight is committed: its records may be read, what it trimmed may go.</summary>
    internal void MakeSealedReadable()
    {
        lock (_sync)
        {
            _readable = _sealed;
            Volatile.Write(ref _readableEnd, _sealedOffset);
            DropTrimmed(_sealedStart);
        }
    }

    /// <summary>What was appended is readable at once: durability memory, and replay.</summary>
    internal void MakeAllReadable()
    {
        lock (_sync)
        {
            _sealed = _tail.End;
            _sealedOffset = _tail.NextOffset;
            _readable = _sealed;
            Volatile.Write(ref _readableEnd, _sealedOffset);
            DropTrimmed(_startOffset);
        }
    }

    /// <summary>Wakes whoever waits at the end: something was committed, or the partition is gone.</summary>
    public void NotifyObservers()
    {
        foreach (IAppendObserver observer in Volatile.Read(ref _observers)) observer.OnAppended(this);
    }

    /// <summary>
    /// Raises the start offset; false when it already is there. Never beyond what is committed. The records go when the
    /// trim is durable: a crash before that must find them.
    /// </summary>
    internal bool TrimTo(long startOffset, bool isDurable)
    {
        lock (_sync)
        {
            startOffset = Math.Min(startOffset, _readableEnd);
            if (startOffset <= _startOffset) return false;
            Volatile.Write(ref _startOffset, startOffset);
            if (isDurable) DropTrimmed(startOffset);
            return true;
        }
    }

    /// <summary>
    /// Recovery: the extent that a snapshot gave, before its tail and the journal's batches are appended.
    /// </summary>
    internal void Restore(long startOffset, long tailFirstOffset, SegmentEntry[] segments)
    {
        lock (_sync)
        {
            _segments = segments;
            _startOffset = startOffset;
            _sealedStart = startOffset;
            _committedStart = startOffset;
            _tail.Reset(tailFirstOffset);
            _nextOffset = tailFirstOffset;
            _sealedOffset = tailFirstOffset;
            _readableEnd = tailFirstOffset;
        }
    }

    /// <summary>Recovery: a batch with its offsets already assigned.</summary>
    internal void AppendReplayed(ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        lock (_sync)
        {
            if (header.BaseOffset != _tail.NextOffset)
            {
                throw new DamagedDataException(
                    $"partition {Id}: batch at offset {header.BaseOffset} where {_tail.NextOffset} must follow");
            }

            batch.CopyTo(_tail.Reserve(batch.Length));
            _tail.Commit(batch.Length, header.NextOffset, header.MaxTimestamp);
            Volatile.Write(ref _nextOffset, header.NextOffset);
        }

        MakeAllReadable();
    }

    /// <summary>
    /// Leases the tail's batches between two offsets that a frame boundary gave, for a checkpoint. Its first chunk
    /// may begin with some that are in a segment already: a chunk goes only when all of it is.
    /// </summary>
    internal List<TailSpan> LeaseTail(long startOffset, long endOffset)
    {
        var spans = new List<TailSpan>();
        lock (_sync)
        {
            Debug.Assert(endOffset <= _readableEnd);
            if (endOffset <= _tail.FirstOffset) return spans;
            long first = Math.Max(_tail.FirstOffset, startOffset);
            if (_segments.Length > 0) first = Math.Max(first, _segments[^1].NextOffset);
            if (first >= endOffset) return spans;
            (int chunk, int position) = _tail.Locate(first);
            (int lastChunk, int lastPosition) = _tail.Locate(endOffset);
            for (; chunk <= lastChunk; chunk++, position = 0)
            {
                int end = chunk == lastChunk ? lastPosition : _tail[chunk].Length;
                if (end == position) continue;
                _tail[chunk].Lease();
                spans.Add(new TailSpan(_tail[chunk], position, end - position));
            }
        }

        return spans;
    }

    /// <summary>
    /// A checkpoint or compaction has committed: these are the segments now (null: no change), and the tail below
    /// <paramref name="flushedOffset"/> is in them.
    /// </summary>
    internal void ReplaceSegments(SegmentEntry[]? segments, long flushedOffset)
    {
        lock (_sync)
        {
            if (segments is not null) Volatile.Write(ref _segments, segments);
            DropTail(flushedOffset);
            if (_tail.Chunks == 0) _tail.Cool();
        }
    }

    /// <summary>Lets go of the tail: the partition is deleted.</summary>
    internal void Drop()
    {
        lock (_sync)
        {
            _isDropped = true;
            DropTrimmed(_tail.NextOffset);
        }
    }

    private long FloorOfNewestInTail(long bytes)
    {
        long size = _tail.Bytes;
        long floor = Math.Max(_startOffset, _tail.FirstOffset);
        for (int i = 0; i < _tail.Chunks; i++)
        {
            size -= _tail[i].Length;
            if (size < bytes || _tail[i].NextOffset > _readableEnd) break;
            floor = Math.Max(floor, _tail[i].NextOffset);
        }

        return floor;
    }

    /// <summary>Bytes of the tail that are in no segment yet; see <see cref="LeaseTail"/>.</summary>
    private long UnflushedBytes()
    {
        if (_segments.Length == 0 || _segments[^1].NextOffset <= _tail.FirstOffset) return _tail.Bytes;
        (int chunk, int position) = _tail.Locate(_segments[^1].NextOffset);
        long flushed = position;
        for (int i = 0; i < chunk; i++) flushed += _tail[i].Length;
        return _tail.Bytes - flushed;
    }

    private void DropTrimmed(long startOffset)
    {
        if (_isDropped) Volatile.Write(ref _startOffset, startOffset = _tail.NextOffset);
        Volatile.Write(ref _committedStart, startOffset);
        DropTail(startOffset);
    }

    /// <summary>Frees chunks that lie wholly below an offset and are committed.</summary>
    private void DropTail(long offset)
    {
        offset = Math.Min(offset, _readableEnd);
        if (_tail.FirstOffset >= offset) return;
        _tail.DropBelow(offset);
        if (_sealed.Chunk?.NextOffset <= _tail.FirstOffset) _sealed = default;
        if (_readable.Chunk?.NextOffset <= _tail.FirstOffset) _readable = default;
    }

    /// <summary>
    /// A segment may be merged away or dropped between being chosen and being opened; its offsets are elsewhere then.
    /// </summary>
    private async ValueTask<LogSlice?> ReadSegmentAsync(
        SegmentEntry segment, long offset, int maxBytes, long endOffset, bool atLeastOne, CancellationToken cancel)
    {
        try
        {
            return await _cache.ReadAsync(segment, offset, maxBytes, endOffset, atLeastOne, cancel);
        }
        catch (FileNotFoundException) when (!IsCurrent(segment))
        {
            return await ReadAsync(offset, maxBytes, endOffset, atLeastOne, cancel);
        }
    }

    private int SegmentOf(long offset)
    {
        int low = 0, high = _segments.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_segments[middle].NextOffset > offset) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private LogSlice? ReadTail(long offset, int maxBytes, long endOffset, bool atLeastOne)
    {
        // Offsets that neither a segment nor the tail covers: as good as trimmed.
        if (_tail.Chunks == 0) return null;
        (int chunk, int position) = _tail.Locate(offset);
        int endChunk, endPosition;
        if (endOffset == _readableEnd && _readable.Chunk is not null)
            (endChunk, endPosition) = (_tail.IndexOf(_readable.Chunk), _readable.Position);
        else (endChunk, endPosition) = _tail.Locate(endOffset);
        var slice = new LogSlice();
        maxBytes = Math.Max(0, maxBytes);
        for (; chunk <= endChunk; chunk++, position = 0)
        {
            TailChunk source = _tail[chunk];
            int available = chunk == endChunk ? endPosition : source.Length;
            int end = available;
            if (end - position > maxBytes) end = BoundaryAtMost(source, position, position + maxBytes);
            if (end == position && position < available && atLeastOne && slice.Bytes == 0)
                end = EndOfBatch(source, position);
            if (end > position)
            {
                source.Lease();
                slice.Add(source, position, end - position);
                maxBytes -= end - position;
            }

            // A batch that does not fit ends the slice: going on behind it would leave a hole.
            if (end < available || maxBytes <= 0) break;
        }

        return slice;
    }

    private static int BoundaryAtMost(TailChunk chunk, int from, int limit)
    {
        int position = Math.Max(from, chunk.FloorByPosition(limit));
        while (true)
        {
            int end = position < chunk.Length ? EndOfBatch(chunk, position) : int.MaxValue;
            if (end > limit) return position;
            position = end;
        }
    }

    private static int EndOfBatch(TailChunk chunk, int position)
    {
        RecordBatchHeader.TryRead(chunk.Buffer.AsSpan(position), out RecordBatchHeader header);
        return position + (int)header.SizeBytes;
    }
}
