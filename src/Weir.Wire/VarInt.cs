using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Wire;

/// <summary>
/// Base-128 varints, low group first, top bit "more follows": unsigned as they are, signed zigzag-mapped
/// (0, -1, 1, -2 ... to 0, 1, 2, 3 ...). At most 5 bytes for 32 bits and 10 for 64; bits that do not fit are an error,
/// padding with redundant zero groups inside that limit is accepted.
/// A failed read says why in <c>bytesRead</c>: 0 when the source ended too soon, -1 when the value is malformed.
/// Writers need <c>SizeOf</c> bytes of room and return how many they wrote.
/// </summary>
public static class VarInt
{
    public const int Int32BytesMax = 5;
    public const int Int64BytesMax = 10;

    public static int SizeOfUInt32(uint value) => (38 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    public static int SizeOfUInt64(ulong value) => (70 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    public static int SizeOfInt32(int value) => SizeOfUInt32(ZigZag(value));

    public static int SizeOfInt64(long value) => SizeOfUInt64(ZigZag(value));

    public static int WriteInt32(Span<byte> destination, int value) => WriteUInt32(destination, ZigZag(value));

    public static int WriteInt64(Span<byte> destination, long value) => WriteUInt64(destination, ZigZag(value));

    public static int WriteUInt32(Span<byte> destination, uint value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7) destination[at++] = (byte)(value | 0x80);
        destination[at++] = (byte)value;
        return at;
    }

    public static int WriteUInt64(Span<byte> destination, ulong value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7) destination[at++] = (byte)(value | 0x80);
        destination[at++] = (byte)value;
        return at;
    }

    public static bool TryReadInt32(ReadOnlySpan<byte> source, out int value, out int bytesRead)
    {
        var read = TryReadUInt32(source, out var raw, out bytesRead);
        value = UnZigZag(raw);
        return read;
    }

    public static bool TryReadInt64(ReadOnlySpan<byte> source, out long value, out int bytesRead)
    {
        var read = TryReadUInt64(source, out var raw, out bytesRead);
        value = UnZigZag(raw);
        return read;
    }

    public static bool TryReadUInt32(ReadOnlySpan<byte> source, out uint value, out int bytesRead)
    {
        uint result = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var b = source[i];
            // The fifth byte has room for 32 - 4 * 7 = 4 bits and must be the last.
            if (i == Int32BytesMax - 1 && b > 0x0F) return Fail(-1, out value, out bytesRead);
            result |= (uint)(b & 0x7F) << (7 * i);
            if (b >= 0x80) continue;
            value = result;
            bytesRead = i + 1;
            return true;
        }

        return Fail(0, out value, out bytesRead);
    }

    public static bool TryReadUInt64(ReadOnlySpan<byte> source, out ulong value, out int bytesRead)
    {
        ulong result = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var b = source[i];
            // The tenth byte has room for 64 - 9 * 7 = 1 bit and must be the last.
            if (i == Int64BytesMax - 1 && b > 0x01) return Fail(-1, out value, out bytesRead);
            result |= (ulong)(b & 0x7F) << (7 * i);
            if (b >= 0x80) continue;
            value = result;
            bytesRead = i + 1;
            return true;
        }

        return Fail(0, out value, out bytesRead);
    }

    /// <summary>Reads at <paramref name="position"/> and moves it; record varints mostly are one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTakeInt32(ReadOnlySpan<byte> source, scoped ref int position, out int value)
    {
        if ((uint)position < (uint)source.Length && source[position] < 0x80)
        {
            value = UnZigZag((uint)source[position++]);
            return true;
        }

        return TryTakeLongInt32(source, ref position, out value);
    }

    /// <summary>As <see cref="TryTakeInt32"/>, for 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTakeInt64(ReadOnlySpan<byte> source, scoped ref int position, out long value)
    {
        if ((uint)position < (uint)source.Length && source[position] < 0x80)
        {
            value = UnZigZag((ulong)source[position++]);
            return true;
        }

        return TryTakeLongInt64(source, ref position, out value);
    }

    private static bool TryTakeLongInt32(ReadOnlySpan<byte> source, scoped ref int position, out int value)
    {
        // Two bytes, the size of most record lengths, without the loop.
        if (position + 1 < source.Length && source[position + 1] < 0x80)
        {
            value = UnZigZag((source[position] & 0x7Fu) | (uint)source[position + 1] << 7);
            position += 2;
            return true;
        }

        if (!TryReadInt32(source[position..], out value, out var bytesRead)) return false;
        position += bytesRead;
        return true;
    }

    private static bool TryTakeLongInt64(ReadOnlySpan<byte> source, scoped ref int position, out long value)
    {
        if (!TryReadInt64(source[position..], out value, out var bytesRead)) return false;
        position += bytesRead;
        return true;
    }

    private static bool Fail<T>(int reason, out T value, out int bytesRead)
        where T : struct
    {
        value = default;
        bytesRead = reason;
        return false;
    }

    private static uint ZigZag(int value) => (uint)(value << 1 ^ value >> 31);

    private static ulong ZigZag(long value) => (ulong)(value << 1 ^ value >> 63);

    private static int UnZigZag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
