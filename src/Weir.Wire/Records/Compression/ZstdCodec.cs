namespace Weir.Wire.Records.Compression;

/// <summary>
/// Zstandard (RFC 8878). The library's own limit keeps a decoder's window at 128 MiB, which the highest levels really
/// use; it reserves that space but only touches as much as it decodes, which our limit bounds.
/// </summary>
internal static unsafe class ZstdCodec
{
    private const int Level = 3;

    public static BatchError Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        var context = ZstdContext.Rent();
        try
        {
            return Decompress(context.Pointer, source, new DecompressionOutput(destination, maxBytes));
        }
        finally
        {
            context.Return();
        }
    }

    public static void Compress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        var room = destination.GetSpan(checked((int)ZstdNative.CompressBound((nuint)source.Length)));
        fixed (byte* to = room)
        fixed (byte* from = source)
        {
            var made = ZstdNative.Compress(to, (nuint)room.Length, from, (nuint)source.Length, Level);
            if (ZstdNative.IsError(made) != 0) throw new InvalidOperationException("Zstandard could not compress.");
            destination.Advance((int)made);
        }
    }

    private static BatchError Decompress(nint context, ReadOnlySpan<byte> source, DecompressionOutput output)
    {
        fixed (byte* from = source)
        {
            var input = new ZstdBuffer { Start = from, SizeBytes = (nuint)source.Length };
            while (true)
            {
                var room = output.Room();
                nuint hint;
                ZstdBuffer made;
                fixed (byte* to = room)
                {
                    made = new ZstdBuffer { Start = to, SizeBytes = (nuint)room.Length };
                    hint = ZstdNative.DecompressStream(context, &made, &input);
                }

                if (ZstdNative.IsError(hint) != 0) return BatchError.BadCompression;
                output.Advance((int)made.Position);
                if (output.IsOverLimit) return BatchError.TooLarge;

                // 0 is the end of a frame; another may follow. With room to spare nothing more is to be had.
                if (input.Position < input.SizeBytes) continue;
                if (hint == 0) return BatchError.None;
                if (made.Position < made.SizeBytes) return BatchError.BadCompression;
            }
        }
    }
}
