using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Topics;

/// <summary>A compacted topic keeps the newest record of each key, so a record without one has no place in it.</summary>
internal static class BatchKeys
{
    public static bool AllPresent(ReadOnlySpan<byte> batch, in RecordBatchHeader header, long decompressedBytesMax)
    {
        ReadOnlySpan<byte> records = batch[RecordBatchHeader.Bytes..];
        using var plain = new PooledBufferWriter();
        if (header.Compression != CompressionCodec.None)
        {
            BatchError error = RecordCompression.Decompress(header.Compression, records, plain, decompressedBytesMax);
            if (error != BatchError.None) return false;
            records = plain.WrittenSpan;
        }

        var reader = new RecordReader(records, header.RecordCount);
        while (reader.TryRead(out RecordView record))
            if (record.IsKeyNull) return false;
        return true;
    }
}
