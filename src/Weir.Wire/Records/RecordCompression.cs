using Weir.Wire.Records.Compression;

namespace Weir.Wire.Records;

/// <summary>
/// The four codecs of record batches. Decompression stops at a limit, so a small hostile batch cannot take much memory:
/// output is produced in steps and counted, never sized by what the input claims. Many such batches at once cannot
/// either: large output is made by a few at a time (<see cref="LargeOutput"/>). LZ4 and Zstandard come from native
/// libraries that a machine may lack.
/// </summary>
public static class RecordCompression
{
    public static bool IsAvailable(CompressionCodec codec) => codec switch
    {
        CompressionCodec.None or CompressionCodec.Gzip or CompressionCodec.Snappy => true,
        CompressionCodec.Lz4 => NativeCodecLibrary.HasLz4,
        CompressionCodec.Zstd => NativeCodecLibrary.HasZstd,
        _ => false,
    };

    /// <summary>
    /// Appends the decompressed bytes to <paramref name="destination"/>, at most <paramref name="maxBytes"/> of them.
    /// After an error the destination holds some prefix, of at most one byte more.
    /// </summary>
    public static BatchError Decompress(
        CompressionCodec codec, ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        if (codec > CompressionCodec.Zstd) return BatchError.BadCompression;
        if (!IsAvailable(codec)) return BatchError.UnsupportedCodec;

        // What no array can hold is too large under any limit.
        var arrayBytesMax = Array.MaxLength - DecompressionOutput.StepBytes - destination.WrittenBytes;
        maxBytes = Math.Clamp(maxBytes, 0, Math.Max(arrayBytesMax, 0));
        int before = destination.WrittenBytes;
        BatchError error = DecompressNow(
            codec, source, destination, Math.Min(maxBytes, LargeOutput.SmallBytesMax));
        if (error != BatchError.TooLarge || maxBytes <= LargeOutput.SmallBytesMax) return error;
        lock (LargeOutput.Pick().Gate)
        {
            destination.Rewind(before);
            return DecompressNow(codec, source, destination, maxBytes);
        }
    }

    /// <summary>As above, for who is in a <see cref="LargeOutput"/> or takes no more than needs none.</summary>
    internal static BatchError DecompressNow(
        CompressionCodec codec, ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes) =>
        codec switch
        {
            CompressionCodec.None => Copy(source, destination, maxBytes),
            CompressionCodec.Gzip => GzipCodec.Decompress(source, destination, maxBytes),
            CompressionCodec.Snappy => SnappyFraming.Decompress(source, destination, maxBytes),
            CompressionCodec.Lz4 => Lz4Codec.Decompress(source, destination, maxBytes),
            _ => ZstdCodec.Decompress(source, destination, maxBytes),
        };

    /// <summary>Appends the compressed bytes to <paramref name="destination"/>, in the form Kafka clients expect.
    /// </summary>
    /// <exception cref="NotSupportedException">Not <see cref="IsAvailable"/>.</exception>
    public static void Compress(CompressionCodec codec, ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        if (!IsAvailable(codec))
            throw new NotSupportedException($"{codec} is unknown or needs a library that is not on this machine.");

        switch (codec)
        {
            case CompressionCodec.None:
                destination.Write(source);
                break;
            case CompressionCodec.Gzip:
                GzipCodec.Compress(source, destination);
                break;
            case CompressionCodec.Snappy:
                SnappyFraming.Compress(source, destination);
                break;
            case CompressionCodec.Lz4:
                Lz4Codec.Compress(source, destination);
                break;
            default:
                ZstdCodec.Compress(source, destination);
                break;
        }
    }

    private static BatchError Copy(ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        if (source.Length > maxBytes) return BatchError.TooLarge;
        destination.Write(source);
        return BatchError.None;
    }
}
