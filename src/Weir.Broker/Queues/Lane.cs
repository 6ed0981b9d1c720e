using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// One log of a queue as its dispatcher reads it: messages that came back first, then onwards from where it was. It
/// holds a copy of the next stretch of the log, so that handing out one message at a time does not parse a batch again
/// and again. Owned by the dispatcher; others only release and look at figures.
/// </summary>
internal sealed class Lane : IDisposable
{
    private const int ReadBytes = 128 << 10;

    /// <summary>Buffers larger than this go back to the pool between reads: quiet queues hold little.</summary>
    private const int KeptBytesMax = 4 << 10;

    private readonly PooledBufferWriter _batches = new(retainedBytesMax: KeptBytesMax);
    private readonly PooledBufferWriter _plain = new(retainedBytesMax: KeptBytesMax);
    private readonly SettledAhead _settledAhead;
    private readonly ByteCount _bytes;
    private int _batchAt;
    private RecordBatchHeader _batch;
    private int _recordsLeft;
    private int _recordAt;
    private bool _isPlain;
    private int _peekedBytes;
    private int _peekedValueBytes;
    private long _next;

    public Lane(int index, Partition partition, QueueCursor cursor)
    {
        Index = index;
        Partition = partition;
        Cursor = cursor;
        _next = Math.Max(cursor.Settled.Floor, partition.Log.StartOffset);
        RedeliveredBelow = Math.Min(cursor.DeliveredUpTo, partition.Log.ReadableEnd);
        WaitingAtStart = [.. cursor.Waiting.Where(w => w.Key >= _next)
            .Select(w => (new MessageRef(index, w.Key, w.Value.ValueBytes), w.Value.DueMs))];
        _settledAhead = new SettledAhead(PassedOver(cursor), _next);
        MoveTo(_next);
        _bytes = new ByteCount(partition, _settledAhead);
    }

    public int Index { get; }

    /// <summary>What came back before the queue was opened and is not to be handed out before its time.</summary>
    public IReadOnlyList<(MessageRef Message, long DueMs)> WaitingAtStart { get; }

    public Partition Partition { get; }

    public QueueCursor Cursor { get; }

    /// <summary>The first offset not handed out since the queue was opened.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Messages below were delivered by a process before this one, as far as it could note.</summary>
    public long RedeliveredBelow { get; }

    /// <summary>Where <see cref="Next"/> was when it was last considered for the journal.</summary>
    public long LookedAt { get; set; } = -1;

    /// <summary>What came back.</summary>
    public ReleasedMessages Released { get; } = new();

    public PartitionLog Log => Partition.Log;

    public bool HasNew => Next < End;

    /// <summary>How far the queue may be cut back to its limit: what came later may still find a consumer.</summary>
    public long Horizon { get; private set; }

    /// <summary>Below it nothing is left to settle. Under the shard's lock.</summary>
    public long Floor => Math.Max(Cursor.Settled.Floor, Log.StartOffset);

    /// <summary>Messages that could be handed out.</summary>
    public long Ready => ReadyUpTo(Log.ReadableEnd);

    /// <summary>As <see cref="Ready"/>, with those that are still being stored.</summary>
    public long Appended => ReadyUpTo(Log.NextOffset);

    /// <summary>Messages handed out and not settled.</summary>
    public long InFlight
    {
        get
        {
            using Lock.Scope read = Partition.Shard.EnterToRead();
            long next = Next;
            long floor = Floor;
            long unsettled = Math.Max(0, next - floor) - Cursor.Settled.CountBetween(floor, next);
            return Math.Max(0, unsettled - Released.Count);
        }
    }

    /// <summary>Bytes of the values of <see cref="Appended"/>; 0 unless they are counted.</summary>
    public long ReadyBytes => _bytes.Ahead + Released.Bytes;

    /// <summary>The end of what may be handed out. What is not counted yet has to wait for that.</summary>
    private long End => Math.Min(Log.ReadableEnd, _bytes.CountedTo);

    /// <summary>Messages that the queue's limit in length is held against.</summary>
    public long ReadyUpTo(long end) =>
        Math.Max(0, end - Math.Max(Next, Log.StartOffset) - _settledAhead.Count) + Released.Count;

    /// <summary>Bytes of values were appended. Under the shard's lock.</summary>
    public void Count(long valueBytes) => _bytes.Append(valueBytes);

    /// <summary>From now on the values' bytes are counted, or no longer.</summary>
    public void CountBytes(bool isCounting) => _bytes.Begin(isCounting, Next);

    /// <summary>Looks how far the log goes now, and counts what has to be counted.</summary>
    public async ValueTask AdvanceAsync()
    {
        if (_bytes.IsBehind) await _bytes.CatchUpAsync();
        Horizon = End;
    }

    /// <summary>What became of the message, as far as it can be told; any thread may ask.</summary>
    public MessageState StateOf(long offset)
    {
        using (Partition.Shard.EnterToRead())
            if (offset < Floor || Cursor.Settled.Contains(offset)) return MessageState.Settled;
        if (offset >= Next) return MessageState.Ready;
        return Released.Contains(offset) ? MessageState.Ready : MessageState.InFlight;
    }

    /// <summary>Takes a ready message out of its turn; it is the caller's to settle. By the dispatcher.</summary>
    public bool TryTakeOut(MessageRef message)
    {
        if (Released.TryRemove(message.Offset)) return true;
        if (message.Offset < Next || message.Offset >= End || _settledAhead.Contains(message.Offset)) return false;
        _settledAhead.Add(message.Offset);
        MoveTo(Next);
        _bytes.Take(message.Bytes);
        return true;
    }

    /// <summary>Gives up everything ready: the range that was new, and what had come back.</summary>
    public (long From, long To, long[] Released) TakeAll()
    {
        long from = Next, to = Math.Max(Next, Log.ReadableEnd);
        MoveTo(to);
        Forget();
        _bytes.Restart(to);
        return (from, to, Released.TakeAll());
    }

    /// <summary>Makes the stretch behind <see cref="Next"/> available; false when there is nothing.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (_recordsLeft > 0 || NextBatch()) return true;
            if (Next < Log.StartOffset)
            {
                MoveTo(Log.StartOffset);
                _bytes.Restart(Next);
            }

            long end = End;
            if (Next >= end)
            {
                Forget();
                return false;
            }

            using LogSlice? slice = await Log.ReadAsync(Next, ReadBytes, end, true, cancel);
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
            if (offset >= Next && !_settledAhead.Contains(offset))
            {
                timestampMs = _batch.IsLogAppendTime ? _batch.MaxTimestamp
                    : _batch.BaseTimestamp + record.TimestampDelta;
                _peekedBytes = reader.Position;
                _peekedValueBytes = record.Value.Length;
                return true;
            }

            _recordAt += reader.Position;
            _recordsLeft--;
        }

        if (_batch.NextOffset > Next && _batchAt > 0) MoveTo(_batch.NextOffset);
        offset = timestampMs = 0;
        record = default;
        return false;
    }

    /// <summary>Takes what was peeked.</summary>
    public void Take(long offset)
    {
        _recordAt += _peekedBytes;
        _recordsLeft--;
        MoveTo(offset + 1);
        _bytes.Take(_peekedValueBytes);
    }

    public void Dispose()
    {
        _batches.Dispose();
        _plain.Dispose();
    }

    /// <summary>Ranges that reading on leaves out: settled, or waiting. Ordered.</summary>
    private IEnumerable<(long From, long To)> PassedOver(QueueCursor cursor) =>
        WaitingAtStart.Count == 0 ? cursor.Settled.Ranges()
        : cursor.Settled.Ranges().Concat(WaitingAtStart.Select(static w => (w.Message.Offset, w.Message.Offset + 1)))
            .OrderBy(static r => r.Item1);

    /// <summary>
    /// Never to what is settled: the log's start moves up to what is not, and what lies below it is not to be counted.
    /// </summary>
    private void MoveTo(long next)
    {
        next = _settledAhead.Skip(next);
        _settledAhead.Pass(next);
        Volatile.Write(ref _next, next);
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
        if (_recordsLeft == 0) MoveTo(Math.Max(Next, _batch.NextOffset));
        return true;
    }

    private ReadOnlySpan<byte> Records()
    {
        if (!_isPlain) return _plain.WrittenSpan;
        return _batches.WrittenSpan[(_batchAt - _batch.SizeBytes + RecordBatchHeader.Bytes).._batchAt];
    }

    private void Forget()
    {
        _batches.Reset();
        _plain.Reset();
        _batchAt = 0;
        _recordsLeft = 0;
    }
}
