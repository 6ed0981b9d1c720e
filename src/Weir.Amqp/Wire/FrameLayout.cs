using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Amqp.Wire;

/// <summary>
/// The frame of AMQP 0-9-1 (specification 4.2.3), numbers big-endian:
/// <code>
/// +------+---------+------+-------------------+-----------+
/// | type | channel | size |      payload      | frame-end |
/// |  1   |    2    |  4   |   size octets     | 1  (0xCE) |
/// +------+---------+------+-------------------+-----------+
/// </code>
/// A negotiated frame-max counts the whole frame, its head and end octet included.
/// </summary>
internal static class FrameLayout
{
    public const int HeadBytes = 7;
    public const int EndBytes = 1;
    public const int OverheadBytes = HeadBytes + EndBytes;
    public const byte End = 0xCE;

    /// <summary>Class and method number at the start of a method frame's payload (4.2.4).</summary>
    public const int MethodIdBytes = 4;

    /// <summary>frame-min-size (1.2): what both sides must take before and whatever they negotiate.</summary>
    public const int FrameMin = 4096;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteHead(Span<byte> destination, FrameType type, ushort channel, int payloadBytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[3..], (uint)payloadBytes);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], channel);
        destination[0] = (byte)type;
    }
}
