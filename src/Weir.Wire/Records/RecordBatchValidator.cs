namespace Weir.Wire.Records;

/// <summary>
/// Decides whether bytes from outside are a record batch. Two steps, because the second is only needed where offsets
/// are about to be assigned: what is read back from our own storage is proven by its CRC. Neither step throws.
/// </summary>
public static class RecordBatchValidator
{
    /// <summary>
    /// Checks length, format, checksum and the header's own arithmetic. <paramref name="batch"/> starts with the batch
    /// and may run on past it. The header is filled whenever 61 bytes are there, whatever the verdict.
    /// </summary>
    public static BatchError CheckHeaderAndCrc(ReadOnlySpan<byte> batch, out RecordBatchHeader header)
    {
        var isWhole = RecordBatchHeader.TryRead(batch, out header);

        // The format first: old formats have shorter heads, and their senders deserve to hear the right reason.
        if (batch.Length > RecordBatchHeader.MagicAt
            && batch[RecordBatchHeader.MagicAt] != RecordBatchHeader.CurrentMagic)
            return BatchError.BadMagic;
        if (!isWhole) return BatchError.Truncated;
        if (header.SizeBytes < RecordBatchHeader.Bytes) return BatchError.BadLength;
        if (header.SizeBytes > batch.Length) return BatchError.Truncated;
        if (Crc32C.Compute(batch[RecordBatchHeader.AttributesAt..header.SizeBytes]) != header.Crc)
            return BatchError.BadCrc;
        if (header.Compression > CompressionCodec.Zstd) return BatchError.BadCompression;
        if (header.BaseOffset < 0 || header.LastOffsetDelta < 0
            || header.BaseOffset >= long.MaxValue - header.LastOffsetDelta)
            return BatchError.BadOffsets;

        // Compaction leaves fewer records than offsets, never more.
        return header.RecordCount < 0 || header.RecordCount > (long)header.LastOffsetDelta + 1
            ? BatchError.BadCount
            : BatchError.None;
    }

    /// <summary>
    /// Walks every record of a batch that passed <see cref="CheckHeaderAndCrc"/>, decompressing when needed.
    /// Uncompressed batches allocate nothing.
    /// </summary>
    /// <param name="batch">As given to <see cref="CheckHeaderAndCrc"/>.</param>
    /// <param name="header">As it came out.</param>
    /// <param name="decompressedBytesMax">More than this after decompression is <see cref="BatchError.TooLarge"/>.
    /// </param>
    /// <param name="dense">Offset deltas must be 0, 1, 2 ... n-1 and n at least 1, as from a producer; when false they
    /// only have to rise and stay within the header's last delta, as after compaction.</param>
    /// <param name="scratch">Holds what was decompressed afterwards; without it a buffer is rented for the call.
    /// </param>
    public static BatchError CheckRecords(
        ReadOnlySpan<byte> batch,
        in RecordBatchHeader header,
        long decompressedBytesMax,
        bool dense = true,
        PooledBufferWriter? scratch = null)
    {
        if (header.SizeBytes < RecordBatchHeader.Bytes) return BatchError.BadLength;
        if (header.SizeBytes > batch.Length) return BatchError.Truncated;
        if (dense && (header.RecordCount < 1 || header.LastOffsetDelta != header.RecordCount - 1))
            return BatchError.BadCount;

        var records = batch[RecordBatchHeader.Bytes..header.SizeBytes];
        if (header.Compression == CompressionCodec.None) return Walk(records, header, dense);

        using var rented = scratch is null ? new PooledBufferWriter() : null;
        var decompressed = scratch ?? rented!;
        decompressed.Clear();
        long atOnceMax = scratch is null
            ? Math.Min(decompressedBytesMax, LargeOutput.SmallBytesMax)
            : decompressedBytesMax;
        var error = RecordCompression.Decompress(header.Compression, records, decompressed, atOnceMax);
        if (error == BatchError.TooLarge && atOnceMax < decompressedBytesMax)
            return CheckLarge(records, header, decompressedBytesMax, dense);
        return error != BatchError.None ? error : Walk(decompressed.WrittenSpan, header, dense);
    }

    private static BatchError CheckLarge(
        ReadOnlySpan<byte> records, in RecordBatchHeader header, long decompressedBytesMax, bool dense)
    {
        LargeOutput place = LargeOutput.Pick();
        lock (place.Gate)
        {
            long maxBytes = Math.Min(decompressedBytesMax, Array.MaxLength - (1L << 20));
            PooledBufferWriter output = place.Take(maxBytes);
            var error = RecordCompression.DecompressNow(header.Compression, records, output, maxBytes);
            return error != BatchError.None ? error : Walk(output.WrittenSpan, header, dense);
        }
    }

    private static BatchError Walk(ReadOnlySpan<byte> records, in RecordBatchHeader header, bool dense)
    {
        var reader = new RecordReader(records, header.RecordCount);
        var lastDelta = -1;
        var read = 0;
        while (reader.TryRead(out var record))
        {
            var delta = record.OffsetDelta;
            if (delta <= lastDelta || (dense && delta != lastDelta + 1) || delta > header.LastOffsetDelta)
                return BatchError.BadOffsets;
            if (record.HeaderCount != 0 && !AreHeadersWellFormed(record)) return BatchError.BadRecord;
            lastDelta = delta;
            read++;
        }

        if (read == header.RecordCount) return reader.IsMalformed ? BatchError.BadCount : BatchError.None;
        return reader.Position == records.Length ? BatchError.BadCount : BatchError.BadRecord;
    }

    private static bool AreHeadersWellFormed(in RecordView record)
    {
        var headers = record.Headers;
        while (headers.MoveNext())
        {
        }

        return !headers.IsMalformed;
    }
}
