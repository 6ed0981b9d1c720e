using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Amqp.Wire;

/// <summary>
/// Reads a method's arguments in place. A value that does not fit yields zero or nothing and marks the reader failed,
/// so that one look at <see cref="IsComplete"/> at the end decides: no failure, and nothing left over.
/// </summary>
internal ref struct ArgumentReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;
    private bool _failed;

    public readonly bool IsComplete => !_failed && _rest.IsEmpty;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadU8() => Take(1, out var taken) ? taken[0] : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort ReadU16() => Take(2, out var taken) ? BinaryPrimitives.ReadUInt16BigEndian(taken) : (ushort)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadU32() => Take(4, out var taken) ? BinaryPrimitives.ReadUInt32BigEndian(taken) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadU64() => Take(8, out var taken) ? BinaryPrimitives.ReadUInt64BigEndian(taken) : 0;

    /// <summary>Up to 255 octets behind their length (specification 4.2.5.3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ReadShortString()
    {
        Take(ReadU8(), out var taken);
        return taken;
    }

    /// <summary>A long string or a table's entries: octets behind a length of four (4.2.5.3, 4.2.5.5).</summary>
    public ReadOnlySpan<byte> ReadLongString()
    {
        Take(ReadU32(), out var taken);
        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Take(uint count, out ReadOnlySpan<byte> taken)
    {
        if (count > (uint)_rest.Length)
        {
            _failed = true;
            _rest = default;
            taken = default;
            return false;
        }

        taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return true;
    }
}
