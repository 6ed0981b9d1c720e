using System.Buffers.Binary;
using Weir.Storage;

namespace Weir.Broker.Delays;

/// <summary>
/// Journaled by the shard that takes records parked in another: everything up to that offset of the other's delay log
/// is here. They come in order, so one number tells which came already when a crash hides the other's settlement.
/// <code>version u8 = 1 | source shard u16 | up to i64, inclusive</code>
/// </summary>
internal readonly record struct ForwardEvent(int Source, long UpTo)
{
    public const int Bytes = 11;
    private const byte Version = 1;

    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], (ushort)Source);
        BinaryPrimitives.WriteInt64LittleEndian(destination[3..], UpTo);
    }

    public static ForwardEvent Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != Bytes || payload[0] != Version)
            throw new DamagedDataException($"forward event is not of format {Version}");
        return new ForwardEvent(
            BinaryPrimitives.ReadUInt16LittleEndian(payload[1..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[3..]));
    }
}
