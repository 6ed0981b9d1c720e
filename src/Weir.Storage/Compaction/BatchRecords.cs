using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Compaction;

/// <summary>
/// The records of one batch after another, decompressed into a buffer that is reused. Transactional and control batches
/// count as unreadable: whether their records are valid is known elsewhere.
/// </summary>
internal sealed class BatchRecords : IDisposable
{
    private const long DecompressedBytesMax = 256L << 20;

    private readonly PooledBufferWriter _plain = new();

    /// <summary>False when compaction must leave the batch as it is.</summary>
    public bool TryRead(ReadOnlySpan<byte> batch, in RecordBatchHeader header, out ReadOnlySpan<byte> records)
    {
        records = default;
        if (header.IsControl || header.IsTransactional || header.Magic != 2) return false;
        records = batch[RecordBatchHeader.Bytes..];
        if (header.Compression != CompressionCodec.None && header.RecordCount > 0)
        {
            _plain.Reset();
            if (RecordCompression.Decompress(header.Compression, records, _plain, DecompressedBytesMax) != BatchError.None)
                return false;
            records = _plain.WrittenSpan;
        }

        var reader = new RecordReader(records, header.RecordCount);
        int last = -1;
        while (reader.TryRead(out RecordView record))
        {
            if (record.OffsetDelta <= last || record.OffsetDelta > header.LastOffsetDelta) return false;
            last = record.OffsetDelta;
        }

        return !reader.IsMalformed;
    }

    public void Dispose() => _plain.Dispose();
}
