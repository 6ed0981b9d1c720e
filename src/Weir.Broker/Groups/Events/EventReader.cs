using System.Buffers.Binary;
using System.Text;
using Weir.Storage;

namespace Weir.Broker.Groups.Events;

/// <summary>
/// Reads what <see cref="EventWriter"/> wrote. Any byte that cannot be right raises
/// <see cref="DamagedDataException"/> with its position; no count or length is trusted beyond the bytes that are there.
/// </summary>
internal ref struct EventReader(ReadOnlySpan<byte> data)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; }

    public readonly int Remaining => _data.Length - Position;

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public string String() => NullableString() ?? throw Damaged("a string is missing");

    public string? NullableString()
    {
        var length = Int32();
        if (length == -1)
            return null;
        try
        {
            return Utf8.GetString(Take(length));
        }
        catch (DecoderFallbackException e)
        {
            throw Damaged("a string is not UTF-8", e);
        }
    }

    public byte[] Bytes() => Take(Int32()).ToArray();

    public OffsetKey Key() => new(String(), Int32());

    /// <summary>A count of items of at least <paramref name="itemBytesMin"/> bytes each.</summary>
    public int Count(int itemBytesMin)
    {
        var count = Int32();
        if (count < 0 || count > Remaining / itemBytesMin)
            throw Damaged($"{count} items cannot be in {Remaining} bytes");
        return count;
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > Remaining)
            throw Damaged($"{length} bytes wanted, {Remaining} left");
        var taken = _data.Slice(Position, length);
        Position += length;
        return taken;
    }

    public readonly DamagedDataException Damaged(string what, Exception? inner = null) =>
        new($"Group state is damaged at byte {Position}: {what}.", inner);
}
