using System.IO.Compression;

namespace Weir.Wire.Records.Compression;

/// <summary>RFC 1952 through the framework's zlib, which wants streams.</summary>
internal static class GzipCodec
{
    public static unsafe BatchError Decompress(
        ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        // The framework takes no input for no output.
        if (source.IsEmpty) return BatchError.BadCompression;

        var output = new DecompressionOutput(destination, maxBytes);
        fixed (byte* start = source)
        {
            using var compressed = new UnmanagedMemoryStream(start, source.Length);
            using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
            try
            {
                while (true)
                {
                    var read = gzip.Read(output.Room());
                    if (read == 0) return BatchError.None;
                    output.Advance(read);
                    if (output.IsOverLimit) return BatchError.TooLarge;
                }
            }
            catch (InvalidDataException)
            {
                return BatchError.BadCompression;
            }
        }
    }

    public static void Compress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        using var stream = new BufferWriterStream(destination);
        using var gzip = new GZipStream(stream, CompressionLevel.Fastest);
        gzip.Write(source);
    }
}
