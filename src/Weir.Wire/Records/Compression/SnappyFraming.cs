using System.Buffers.Binary;

namespace Weir.Wire.Records.Compression;

/// <summary>
/// What Kafka calls snappy is either one bare block or, from the Java library, a header and length-prefixed blocks:
/// <code>
/// | 0x82 "SNAPPY" 0x00 | version 4 | compatible version 4 | ( length 4 | block )* |     all big-endian
/// </code>
/// Both are read; the second is written, because it is the one every client reads.
/// </summary>
internal static class SnappyFraming
{
    private const int HeaderBytes = 8 + 4 + 4;
    private const int BlockSourceBytes = 32 * 1024;

    private static ReadOnlySpan<byte> Magic =>
        [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static BatchError Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        if (!source.StartsWith(Magic)) return SnappyBlock.Decompress(source, destination, maxBytes);
        if (source.Length < HeaderBytes) return BatchError.BadCompression;

        source = source[HeaderBytes..];
        while (!source.IsEmpty)
        {
            if (source.Length < sizeof(int)) return BatchError.BadCompression;
            var length = BinaryPrimitives.ReadInt32BigEndian(source);
            source = source[sizeof(int)..];
            if ((uint)length > (uint)source.Length) return BatchError.BadCompression;

            var before = destination.WrittenBytes;
            var error = SnappyBlock.Decompress(source[..length], destination, maxBytes);
            if (error != BatchError.None) return error;
            maxBytes -= destination.WrittenBytes - before;
            source = source[length..];
        }

        return BatchError.None;
    }

    public static void Compress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        var header = destination.Reserve(HeaderBytes);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 1);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], 1);
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(source.Length, BlockSourceBytes)];
            source = source[block.Length..];
            var lengthAt = destination.WrittenBytes;
            destination.Reserve(sizeof(int));
            SnappyBlock.Compress(block, destination);
            BinaryPrimitives.WriteInt32BigEndian(
                destination.WrittenSpan[lengthAt..], destination.WrittenBytes - lengthAt - sizeof(int));
        }
    }
}
