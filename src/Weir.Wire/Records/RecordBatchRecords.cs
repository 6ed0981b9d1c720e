namespace Weir.Wire.Records;

/// <summary>The records of a batch in plain form, wherever the broker must look inside one.</summary>
public static class RecordBatchRecords
{
    /// <summary>What a stored batch may unpack to, bytes: above what any topic lets in by default.</summary>
    public const long StoredBytesMax = 256L << 20;

    /// <summary>
    /// Gives the records of a whole batch: as they lie, or unpacked into <paramref name="scratch"/>, which then must
    /// be left alone while they are used.
    /// </summary>
    public static BatchError Open(
        ReadOnlySpan<byte> batch,
        scoped in RecordBatchHeader header,
        PooledBufferWriter scratch,
        long decompressedBytesMax,
        out ReadOnlySpan<byte> records)
    {
        records = batch[RecordBatchHeader.Bytes..];
        if (header.Compression == CompressionCodec.None) return BatchError.None;
        scratch.Reset();
        BatchError error = RecordCompression.Decompress(header.Compression, records, scratch, decompressedBytesMax);
        records = scratch.WrittenSpan;
        return error;
    }
}
