using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// One log of a queue as its dispatcher reads it: messages that came back first, then onwards from where it was. It
/// holds a copy of the next stretch of the log, so that handing out one message at a time does not parse a batch again
/// and again. Owned by the dispatcher; only <see cref="Release"/> is called by others.
/// </summary>
internal sealed class Lane : IDisposable
{
    private const int ReadBytes = 128 << 10;

    private readonly Lock _releasedLock = new();
    private readonly SortedSet<long> _released = [];
    private readonly PooledBufferWriter _batches = new(retainedBytesMax: ReadBytes);
    private readonly PooledBufferWriter _plain = new(retainedBytesMax: ReadBytes);
    private int _batchAt;
    private RecordBatchHeader _batch;
    private int _recordsLeft;
    private int _recordAt;
    private bool _isPlain;
    private int _releasedCount;
    private int _peekedBytes;

    /// <summary>Offsets ahead that are settled, ordered. The dispatcher replaces it, anybody reads it.</summary>
    private (long From, long To)[] _holes;

    public Lane(int index, Partition partition, QueueCursor cursor)
    {
        Index = index;
        Partition = partition;
        Cursor = cursor;
        Next = Math.Max(cursor.Settled.Floor, partition.Log.StartOffset);
        RedeliveredBelow = Math.Min(cursor.DeliveredUpTo, partition.Log.ReadableEnd);
        _holes = [.. cursor.Settled.Ranges()];
    }

    public int Index { get; }

    public Partition Partition { get; }

    public QueueCursor Cursor { get; }

    /// <summary>The first offset not handed out since the queue was opened.</summary>
    public long Next { get; private set; }

    /// <summary>Messages below were delivered by a process before this one, as far as it could note.</summary>
    public long RedeliveredBelow { get; }


    public PartitionLog Log => Partition.Log;

    public bool HasReleased => Volatile.Read(ref _releasedCount) > 0;

    public bool HasNew => Next < Log.ReadableEnd;

    /// <summary>Below it nothing is left to settle. Under the shard's lock.</summary>
    public long Floor => Math.Max(Cursor.Settled.Floor, Log.StartOffset);

    /// <summary>Messages that could be handed out.</summary>
    public long Ready
    {
        get
        {
            long next = Math.Max(Next, Log.StartOffset);
            long ready = Math.Max(0, Log.ReadableEnd - next) + Volatile.Read(ref _releasedCount);
            foreach ((long from, long to) in Volatile.Read(ref _holes)) ready -= Math.Max(0, to - Math.Max(from, next));
            return ready;
        }
    }

    /// <summary>Messages handed out and not settled.</summary>
    public long InFlight
    {
        get
        {
            using Lock.Scope read = Partition.Shard.EnterToRead();
            long next = Next;
            long floor = Floor;
            long unsettled = Math.Max(0, next - floor) - Cursor.Settled.CountBetween(floor, next);
            return Math.Max(0, unsettled - Volatile.Read(ref _releasedCount));
        }
    }

    /// <summary>The message goes back: it is the next of this lane again, by its offset.</summary>
    public void Release(long offset)
    {
        lock (_releasedLock)
        {
            if (_released.Add(offset)) Volatile.Write(ref _releasedCount, _released.Count);
        }
    }

    public bool TryTakeReleased(out long offset)
    {
        lock (_releasedLock)
        {
            offset = _released.Min;
            if (_released.Count == 0) return false;
            _released.Remove(offset);
            Volatile.Write(ref _releasedCount, _released.Count);
            return true;
        }
    }

    /// <summary>What became of the message, as far as it can be told; any thread may ask.</summary>
    public MessageState StateOf(long offset)
    {
        using (Partition.Shard.EnterToRead())
            if (offset < Floor || Cursor.Settled.Contains(offset)) return MessageState.Settled;
        if (offset >= Next) return MessageState.Ready;
        lock (_releasedLock) return _released.Contains(offset) ? MessageState.Ready : MessageState.InFlight;
    }

    /// <summary>Takes a ready message out of its turn; it is the caller's to settle. By the dispatcher.</summary>
    public bool TryTakeOut(long offset)
    {
        lock (_releasedLock)
        {
            if (_released.Remove(offset))
            {
                Volatile.Write(ref _releasedCount, _released.Count);
                return true;
            }
        }

        if (offset < Next || offset >= Log.ReadableEnd || IsHole(offset)) return false;
        AddHole(offset);
        return true;
    }

    /// <summary>Gives up everything ready: the range that was new, and what had come back.</summary>
    public (long From, long To, long[] Released) TakeAll()
    {
        long from = Next, to = Math.Max(Next, Log.ReadableEnd);
        long[] released;
        lock (_releasedLock)
        {
            released = [.. _released];
            _released.Clear();
            Volatile.Write(ref _releasedCount, 0);
        }

        Next = to;
        Forget();
        return (from, to, released);
    }

    /// <summary>Makes the stretch behind <see cref="Next"/> available; false when there is nothing.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (_recordsLeft > 0 || NextBatch()) return true;
            SkipHoles();
            if (Next < Log.StartOffset) Next = Log.StartOffset;
            if (Next >= Log.ReadableEnd)
            {
                Forget();
                return false;
            }

            using LogSlice? slice = await Log.ReadAsync(Next, ReadBytes, Log.ReadableEnd, true, cancel);
            if (slice is null || slice.Bytes == 0) return false;
            _batches.Reset();
            _batchAt = 0;
            await slice.CopyToAsync(_batches, cancel);
        }
    }

    /// <summary>The next message of the stretch, without taking it; false at its end: fill again.</summary>
    public bool TryPeek(out long offset, out long timestampMs, out RecordView record)
    {
        while (_recordsLeft > 0)
        {
            var reader = new RecordReader(Records()[_recordAt..], _recordsLeft);
            if (!reader.TryRead(out record))
                throw new DamagedDataException($"partition {Log.Id}: a record behind offset {Next} does not parse");
            offset = _batch.BaseOffset + record.OffsetDelta;
            if (offset >= Next && !IsHole(offset))
            {
                timestampMs = _batch.IsLogAppendTime ? _batch.MaxTimestamp
                    : _batch.BaseTimestamp + record.TimestampDelta;
                _peekedBytes = reader.Position;
                return true;
            }

            _recordAt += reader.Position;
            _recordsLeft--;
        }

        if (_batch.NextOffset > Next && _batchAt > 0) Next = _batch.NextOffset;
        offset = timestampMs = 0;
        record = default;
        return false;
    }

    /// <summary>Takes what was peeked.</summary>
    public void Take(long offset)
    {
        _recordAt += _peekedBytes;
        _recordsLeft--;
        Next = offset + 1;
    }

    public void Dispose()
    {
        _batches.Dispose();
        _plain.Dispose();
    }

    private bool NextBatch()
    {
        ReadOnlySpan<byte> rest = _batches.WrittenSpan[_batchAt..];
        if (!RecordBatchHeader.TryRead(rest, out _batch)) return false;
        int bytes = _batch.SizeBytes;
        _isPlain = _batch.Compression == CompressionCodec.None;
        BatchError error = RecordBatchRecords.Open(
            rest[..bytes], _batch, _plain, RecordBatchRecords.StoredBytesMax, out _);
        if (error != BatchError.None)
            throw new DamagedDataException(
                $"partition {Log.Id}: batch at offset {_batch.BaseOffset} does not unpack: {error}");

        _recordAt = 0;
        _recordsLeft = _batch.IsControl ? 0 : _batch.RecordCount;
        _batchAt += bytes;
        if (_recordsLeft == 0) Next = Math.Max(Next, _batch.NextOffset);
        return true;
    }

    private ReadOnlySpan<byte> Records()
    {
        if (!_isPlain) return _plain.WrittenSpan;
        return _batches.WrittenSpan[(_batchAt - _batch.SizeBytes + RecordBatchHeader.Bytes).._batchAt];
    }

    private void AddHole(long offset)
    {
        var holes = new List<(long From, long To)>(_holes);
        int at = holes.FindIndex(h => h.To >= offset);
        if (at >= 0 && holes[at].To == offset) holes[at] = (holes[at].From, offset + 1);
        else if (at >= 0 && holes[at].From == offset + 1) holes[at] = (offset, holes[at].To);
        else holes.Insert(at < 0 ? holes.Count : at, (offset, offset + 1));
        Volatile.Write(ref _holes, [.. holes]);
    }

    private bool IsHole(long offset)
    {
        foreach ((long from, long to) in _holes)
        {
            if (offset < from) return false;
            if (offset < to) return true;
        }

        return false;
    }

    private void SkipHoles()
    {
        int passed = 0;
        while (passed < _holes.Length && _holes[passed].From <= Next) Next = Math.Max(Next, _holes[passed++].To);
        if (passed > 0) Volatile.Write(ref _holes, _holes[passed..]);
    }

    private void Forget()
    {
        _batches.Reset();
        _plain.Reset();
        _batchAt = 0;
        _recordsLeft = 0;
    }
}
