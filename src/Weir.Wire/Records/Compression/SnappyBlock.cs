using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Wire.Records.Compression;

/// <summary>
/// One snappy block: the length of the result as a varint, then elements by the low two bits of their first byte:
/// <code>
/// 00 literal: length - 1 in the top six bits, or 60..63 there and 1..4 bytes of it following; then the bytes
/// 01 copy:    length - 4 in bits 2-4, offset bits 8-10 in bits 5-7, offset bits 0-7 following
/// 10 copy:    length - 1 in bits 2-7, offset in 2 bytes following;    11 the same with 4 bytes
/// </code>
/// </summary>
internal static class SnappyBlock
{
    // The densest element is a copy: 3 bytes for 64. A result that claims more than this is a lie.
    private const int ExpansionMax = 22;

    private const int HashBits = 13;
    private const int CopyLengthMax = 64;

    // A match is looked for by four bytes and read a word at a time; the last bytes always go out as a literal.
    private const int TailBytes = 8;

    public static BatchError Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination, long maxBytes)
    {
        if (!VarInt.TryReadUInt32(source, out var claimed, out var at)) return BatchError.BadCompression;
        if (claimed > (long)source.Length * ExpansionMax) return BatchError.BadCompression;
        if (claimed > maxBytes) return BatchError.TooLarge;

        var room = destination.GetSpan((int)claimed)[..(int)claimed];
        if (!TryDecode(source[at..], room)) return BatchError.BadCompression;
        destination.Advance(room.Length);
        return BatchError.None;
    }

    /// <summary>At most 64 KiB, so that every offset fits two bytes and the table's positions fit a ushort.</summary>
    public static void Compress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, 1 << 16);

        // Literals cost one byte in sixty at worst, where copies keep interrupting them.
        var room = destination.GetSpan(VarInt.Int32BytesMax + 32 + source.Length + source.Length / 6);
        var at = VarInt.WriteUInt32(room, (uint)source.Length);
        at += Encode(source, room[at..]);
        destination.Advance(at);
    }

    private static bool TryDecode(ReadOnlySpan<byte> source, Span<byte> output)
    {
        int from = 0, to = 0;
        while (from < source.Length)
        {
            var tag = source[from++];
            var kind = tag & 3;
            var trailing = kind switch { 0 => Math.Max((tag >> 2) - 59, 0), 3 => 4, _ => kind };
            if (source.Length - from < trailing) return false;
            uint extra = 0;
            for (var i = 0; i < trailing; i++) extra |= (uint)source[from + i] << (8 * i);
            from += trailing;

            if (kind == 0)
            {
                var length = (trailing == 0 ? (uint)tag >> 2 : extra) + 1L;
                if (length > source.Length - from || length > output.Length - to) return false;
                source.Slice(from, (int)length).CopyTo(output[to..]);
                from += (int)length;
                to += (int)length;
            }
            else
            {
                var length = kind == 1 ? (tag >> 2 & 7) + 4 : (tag >> 2) + 1;
                var offset = kind == 1 ? (uint)(tag >> 5) << 8 | extra : extra;
                if (offset == 0 || offset > (uint)to || length > output.Length - to) return false;
                CopyWithin(output, to, (int)offset, length);
                to += length;
            }
        }

        return to == output.Length;
    }

    /// <summary>A copy may read what it is writing: then it repeats the last <paramref name="offset"/> bytes.</summary>
    private static void CopyWithin(Span<byte> output, int to, int offset, int length)
    {
        if (offset >= length)
        {
            output.Slice(to - offset, length).CopyTo(output[to..]);
            return;
        }

        for (var end = to + length; to < end; to++) output[to] = output[to - offset];
    }

    private static int Encode(ReadOnlySpan<byte> source, Span<byte> output)
    {
        Span<ushort> lastSeen = stackalloc ushort[1 << HashBits];
        lastSeen.Clear();
        var to = 0;
        var literalFrom = 0;
        var limit = source.Length - TailBytes;
        for (var at = 1; at < limit;)
        {
            var four = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            ref var seen = ref lastSeen[(int)(four * 0x9E3779B1u >> (32 - HashBits))];
            var candidate = (int)seen;
            seen = (ushort)at;
            if (BinaryPrimitives.ReadUInt32LittleEndian(source[candidate..]) != four)
            {
                // The longer nothing matches, the larger the steps: random bytes pass quickly.
                at += 1 + (at - literalFrom >> 5);
                continue;
            }

            var length = 4 + MatchLength(source[(candidate + 4)..], source[(at + 4)..]);
            to += WriteLiteral(source[literalFrom..at], output[to..]);
            to += WriteCopies(at - candidate, length, output[to..]);
            at += length;
            literalFrom = at;
        }

        return to + WriteLiteral(source[literalFrom..], output[to..]);
    }

    private static int MatchLength(ReadOnlySpan<byte> earlier, ReadOnlySpan<byte> later)
    {
        var length = 0;
        while (later.Length - length >= sizeof(ulong))
        {
            var differing = BinaryPrimitives.ReadUInt64LittleEndian(earlier[length..])
                ^ BinaryPrimitives.ReadUInt64LittleEndian(later[length..]);
            if (differing != 0) return length + BitOperations.TrailingZeroCount(differing) / 8;
            length += sizeof(ulong);
        }

        while (length < later.Length && earlier[length] == later[length]) length++;
        return length;
    }

    private static int WriteLiteral(ReadOnlySpan<byte> literal, Span<byte> output)
    {
        if (literal.IsEmpty) return 0;
        var at = 1;
        var length = literal.Length - 1;
        if (length < 60)
        {
            output[0] = (byte)(length << 2);
        }
        else if (length < 1 << 8)
        {
            output[0] = 60 << 2;
            output[at++] = (byte)length;
        }
        else
        {
            output[0] = 61 << 2;
            BinaryPrimitives.WriteUInt16LittleEndian(output[at..], (ushort)length);
            at += 2;
        }

        literal.CopyTo(output[at..]);
        return at + literal.Length;
    }

    private static int WriteCopies(int offset, int length, Span<byte> output)
    {
        var at = 0;
        while (length > 0)
        {
            var part = Math.Min(length, CopyLengthMax);
            length -= part;
            if (part is >= 4 and <= 11 && offset < 1 << 11)
            {
                output[at++] = (byte)(1 | part - 4 << 2 | offset >> 8 << 5);
                output[at++] = (byte)offset;
                continue;
            }

            output[at++] = (byte)(2 | part - 1 << 2);
            BinaryPrimitives.WriteUInt16LittleEndian(output[at..], (ushort)offset);
            at += 2;
        }

        return at;
    }
}
