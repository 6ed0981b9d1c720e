using System.Buffers.Binary;

namespace Weir.Wire.Records;

/// <summary>
/// Writes a batch again under another codec. Records, offsets, timestamps and the producer's numbers stay as they are;
/// only length, codec bits and checksum change. The batch must have passed
/// <see cref="RecordBatchValidator.CheckHeaderAndCrc"/>.
/// </summary>
public static class RecordBatchRecompression
{
    /// <summary>
    /// Appends the new batch to <paramref name="destination"/>; after an error that holds some part of it. The records
    /// may take <paramref name="decompressedBytesMax"/> between the codecs.
    /// </summary>
    public static BatchError Write(
        ReadOnlySpan<byte> batch,
        in RecordBatchHeader header,
        CompressionCodec codec,
        long decompressedBytesMax,
        PooledBufferWriter destination)
    {
        if (!RecordCompression.IsAvailable(codec)) return BatchError.UnsupportedCodec;

        var start = destination.WrittenBytes;
        destination.Write(batch[..RecordBatchHeader.Bytes]);
        var records = batch[RecordBatchHeader.Bytes..header.SizeBytes];
        if (codec == CompressionCodec.None)
        {
            var error = RecordCompression.Decompress(header.Compression, records, destination, decompressedBytesMax);
            if (error != BatchError.None) return error;
        }
        else
        {
            using var plain = new PooledBufferWriter();
            var error = RecordCompression.Decompress(header.Compression, records, plain, decompressedBytesMax);
            if (error != BatchError.None) return error;
            RecordCompression.Compress(codec, plain.WrittenSpan, destination);
        }

        var written = destination.WrittenSpan[start..];
        BinaryPrimitives.WriteInt32BigEndian(
            written[RecordBatchHeader.LengthAt..], written.Length - RecordBatchHeader.LogOverheadBytes);
        BinaryPrimitives.WriteInt16BigEndian(
            written[RecordBatchHeader.AttributesAt..],
            (short)((header.Attributes & ~RecordBatchHeader.CodecMask) | (int)codec));
        RecordBatchPatch.WriteCrc(written);
        return BatchError.None;
    }
}
