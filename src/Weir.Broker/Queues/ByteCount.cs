using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// Bytes of the values that lie ahead in a log, for a limit in bytes. It takes one number, not one a message: what was
/// there when counting began is read through once, what is appended and taken after that is added and subtracted.
/// Owned by the dispatcher, but for <see cref="Append"/> and <see cref="Ahead"/>.
/// </summary>
internal sealed class ByteCount(Partition partition, SettledAhead settledAhead)
{
    private const int ReadBytes = 1 << 20;

    private long _ahead;
    private long _countedTo = long.MaxValue;
    private long _countEnd;
    private volatile bool _isCounting;

    /// <summary>0 unless they are counted.</summary>
    public long Ahead => Volatile.Read(ref _ahead);

    /// <summary>Nothing from here on may be taken before <see cref="CatchUpAsync"/>.</summary>
    public long CountedTo => Volatile.Read(ref _countedTo);

    public bool IsBehind => _countedTo != long.MaxValue;

    /// <summary>Under the shard's lock.</summary>
    public void Append(long valueBytes)
    {
        if (_isCounting) Interlocked.Add(ref _ahead, valueBytes);
    }

    public void Take(int valueBytes)
    {
        if (_isCounting) Interlocked.Add(ref _ahead, -valueBytes);
    }

    public void Begin(bool isCounting, long next)
    {
        if (isCounting == _isCounting) return;
        _isCounting = isCounting;
        Restart(next);
    }

    /// <summary>Forgets what it knew: the log was cut, or the dispatcher jumped.</summary>
    public void Restart(long next)
    {
        using Lock.Scope hold = partition.Shard.EnterToRead();
        _countEnd = partition.Log.NextOffset;
        bool isBehind = _isCounting && next < _countEnd;
        Volatile.Write(ref _countedTo, isBehind ? next : long.MaxValue);
        Volatile.Write(ref _ahead, 0);
    }

    /// <summary>Counts what can be read of what was there before.</summary>
    public async ValueTask CatchUpAsync()
    {
        PartitionLog log = partition.Log;
        using var batches = new PooledBufferWriter();
        using var plain = new PooledBufferWriter();
        while (_countedTo < _countEnd)
        {
            long from = Math.Max(_countedTo, log.StartOffset);
            long end = Math.Min(_countEnd, log.ReadableEnd);
            if (from >= end) break;
            using LogSlice? slice = await log.ReadAsync(from, ReadBytes, end, true, CancellationToken.None);
            if (slice is null || slice.Bytes == 0) break;
            batches.Reset();
            await slice.CopyToAsync(batches, CancellationToken.None);
            (long bytes, long upTo) = Sum(batches.WrittenSpan, plain, from);
            Interlocked.Add(ref _ahead, bytes);
            Volatile.Write(ref _countedTo, upTo);
        }

        if (_countedTo >= _countEnd || log.StartOffset >= _countEnd) Volatile.Write(ref _countedTo, long.MaxValue);
    }

    private (long Bytes, long UpTo) Sum(ReadOnlySpan<byte> batches, PooledBufferWriter plain, long from)
    {
        long bytes = 0, upTo = from;
        while (RecordBatchHeader.TryRead(batches, out RecordBatchHeader header))
        {
            ReadOnlySpan<byte> batch = batches[..header.SizeBytes];
            batches = batches[header.SizeBytes..];
            upTo = header.NextOffset;
            if (header.IsControl) continue;
            BatchError error =
                RecordBatchRecords.Open(batch, header, plain, RecordBatchRecords.StoredBytesMax, out var records);
            if (error != BatchError.None)
                throw new DamagedDataException(
                    $"partition {partition.Log.Id}: batch at offset {header.BaseOffset} does not unpack: {error}");
            var reader = new RecordReader(records, header.RecordCount);
            while (reader.TryRead(out RecordView record))
            {
                long offset = header.BaseOffset + record.OffsetDelta;
                if (offset >= from && !settledAhead.Contains(offset)) bytes += record.Value.Length;
            }
        }

        return (bytes, upTo);
    }
}
