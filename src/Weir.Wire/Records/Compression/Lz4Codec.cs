namespace Weir.Wire.Records.Compression;

/// <summary>
/// LZ4 frames. Written with independent blocks, the only kind the Java client reads; read in any form. The library
/// holds at most one block (4 MiB) and its history beside our output.
/// </summary>
internal static unsafe class Lz4Codec
{
    private const int IndependentBlocks = 1;

    public static BatchError Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        if (Lz4Native.IsError(Lz4Native.CreateDecompressionContext(out var context, Lz4Native.FrameVersion)) != 0)
            throw new InvalidOperationException("LZ4 could not allocate its state.");
        try
        {
            return Decompress(context, source, new DecompressionOutput(destination, maxBytes));
        }
        finally
        {
            _ = Lz4Native.FreeDecompressionContext(context);
        }
    }

    public static void Compress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        var preferences = new Lz4Preferences { BlockMode = IndependentBlocks };
        var room = destination.GetSpan(checked((int)Lz4Native.CompressFrameBound((nuint)source.Length, &preferences)));
        fixed (byte* to = room)
        fixed (byte* from = source)
        {
            var made = Lz4Native.CompressFrame(to, (nuint)room.Length, from, (nuint)source.Length, &preferences);
            if (Lz4Native.IsError(made) != 0) throw new InvalidOperationException("LZ4 could not compress.");
            destination.Advance((int)made);
        }
    }

    private static BatchError Decompress(nint context, ReadOnlySpan<byte> source, DecompressionOutput output)
    {
        while (true)
        {
            var room = output.Room();
            var made = (nuint)room.Length;
            var taken = (nuint)source.Length;
            nuint hint;
            fixed (byte* to = room)
            fixed (byte* from = source)
                hint = Lz4Native.Decompress(context, to, &made, from, &taken, null);

            if (Lz4Native.IsError(hint) != 0) return BatchError.BadCompression;
            output.Advance((int)made);
            source = source[(int)taken..];
            if (output.IsOverLimit) return BatchError.TooLarge;

            // 0 is the end of the frame, and a batch is one frame.
            if (hint == 0) return source.IsEmpty ? BatchError.None : BatchError.BadCompression;
            if (taken == 0 && made == 0) return BatchError.BadCompression;
        }
    }
}
