using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Weir.Interop.Tests.Support;

/// <summary>
/// The records all test clients agree on; clients/c/records.h says what record i looks like. Some keys and some values
/// are null, never both, so that the number can be told from either.
/// </summary>
internal static class TestRecord
{
    public const long BaseTimestampMs = 1_700_000_000_000;

    private static readonly byte[] HeaderBytes = [0x00, 0xFF, 0x80];

    public static byte[]? Key(long i) =>
        i % 10 == 9 ? null : Encoding.ASCII.GetBytes(FormattableString.Invariant($"key-{i}"));

    public static byte[]? Value(long i, int size)
    {
        if (i % 10 == 8)
            return null;
        byte[] word = Encoding.ASCII.GetBytes(
            unchecked((uint)((ulong)i * 2654435761UL)).ToString("x8", CultureInfo.InvariantCulture));
        var filler = new byte[size];
        for (int at = 0; at < size; at++)
            filler[at] = word[at & 7];
        byte[] head = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{i}:{Crc32.Of(filler):x8}:"));
        return [.. head, .. filler];
    }

    public static Headers Headers(long i) => new()
    {
        { "index", Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)) },
        { "bytes", HeaderBytes },
        { "empty", [] },
    };

    /// <summary>The number of a record that was read; FormatException when key and value do not match.</summary>
    public static long Number(ReadOnlySpan<byte> key, bool keyIsNull, ReadOnlySpan<byte> value, bool valueIsNull)
    {
        long inKey = keyIsNull ? -1 : Parse(key["key-".Length..]);
        if (valueIsNull)
            return inKey % 10 == 8 ? inKey : throw new FormatException("value lost");
        int colon = value.IndexOf((byte)':');
        long i = colon > 0 ? Parse(value[..colon]) : throw new FormatException("strange value");
        if (keyIsNull ? i % 10 != 9 : inKey != i)
            throw new FormatException("key and value of different records");
        if (i % 10 == 8)
            throw new FormatException("a null value came back as text");
        uint sum = uint.Parse(value.Slice(colon + 1, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (Crc32.Of(value[(colon + 10)..]) != sum)
            throw new FormatException("checksum differs");
        return i;
    }

    public static long Number(Message<byte[]?, byte[]?> message) =>
        Number(message.Key, message.Key is null, message.Value, message.Value is null);

    /// <summary>What is wrong with the headers of record i, or null.</summary>
    public static string? HeaderDefect(Headers headers, long i)
    {
        foreach (IHeader wanted in Headers(i))
        {
            if (!headers.TryGetLastBytes(wanted.Key, out byte[] value))
                return $"header {wanted.Key} missing";
            if (!value.AsSpan().SequenceEqual(wanted.GetValueBytes()))
                return $"header {wanted.Key} differs";
        }
        return null;
    }

    private static long Parse(ReadOnlySpan<byte> digits) =>
        long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
