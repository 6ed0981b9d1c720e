using System.Buffers.Binary;
using System.IO.Compression;

namespace Weir.Wire.Records.Compression;

/// <summary>
/// RFC 1952 through the framework's zlib, which wants streams. A batch is one member. The framework forgives input that
/// ends early; other clients do not, so the size that ends the member is compared here.
/// </summary>
internal static class GzipCodec
{
    private const int HeaderBytes = 10;
    private const int TrailerBytes = 4 + 4; // CRC-32 and size, little-endian

    public static unsafe BatchError Decompress(
        ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        if (source.Length < HeaderBytes + TrailerBytes) return BatchError.BadCompression;

        var endBytes = BinaryPrimitives.ReadUInt32LittleEndian(source[^4..]);
        var before = destination.WrittenBytes;
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
                    if (read == 0) break;
                    output.Advance(read);
                    if (output.IsOverLimit) return BatchError.TooLarge;
                }

                return endBytes == (uint)(destination.WrittenBytes - before)
                    ? BatchError.None
                    : BatchError.BadCompression;
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
