using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>
/// Reads single messages by offset, for those that come back or are dead-lettered. Keeps the last batch, because
/// neighbours come back together. Not thread-safe; the record is valid until the next read.
/// </summary>
internal sealed class MessageReader : IDisposable
{
    private readonly PooledBufferWriter _batch = new();
    private readonly PooledBufferWriter _plain = new();
    private PartitionLog? _log;
    private RecordBatchHeader _header;

    /// <summary>Brings the batch of the message in; false when the message is gone.</summary>
    public async ValueTask<bool> SeekAsync(PartitionLog log, long offset, CancellationToken cancel)
    {
        if (ReferenceEquals(_log, log) && offset >= _header.BaseOffset && offset < _header.NextOffset) return true;
        _log = null;
        using LogSlice? slice = await log.ReadAsync(offset, 1, log.ReadableEnd, true, cancel);
        if (slice is null || slice.Bytes == 0) return false;
        _batch.Reset();
        await slice.CopyToAsync(_batch, cancel);
        RecordBatchHeader.TryRead(_batch.WrittenSpan, out _header);
        BatchError error = RecordBatchRecords.Open(
            _batch.WrittenSpan[.._header.SizeBytes], _header, _plain, RecordBatchRecords.StoredBytesMax, out _);
        if (error != BatchError.None)
            throw new DamagedDataException(
                $"partition {log.Id}: batch at offset {_header.BaseOffset} does not unpack: {error}");

        _log = log;
        return true;
    }

    /// <summary>The message, after <see cref="SeekAsync"/>; false when compaction has removed it.</summary>
    public bool TryRead(long offset, out RecordView record, out long timestampMs)
    {
        ReadOnlySpan<byte> records = _header.Compression == CompressionCodec.None
            ? _batch.WrittenSpan[RecordBatchHeader.Bytes.._header.SizeBytes]
            : _plain.WrittenSpan;
        var reader = new RecordReader(records, _header.RecordCount);
        while (reader.TryRead(out record))
        {
            if (_header.BaseOffset + record.OffsetDelta != offset) continue;
            timestampMs = _header.IsLogAppendTime ? _header.MaxTimestamp
                : _header.BaseTimestamp + record.TimestampDelta;
            return true;
        }

        timestampMs = 0;
        return false;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _plain.Dispose();
    }
}
