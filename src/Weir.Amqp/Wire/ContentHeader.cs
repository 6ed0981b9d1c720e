using System.Buffers.Binary;

namespace Weir.Amqp.Wire;

/// <summary>
/// The payload of a content header frame (specification 4.2.6.1):
/// <code>
/// +----------+--------+-----------+----------------+------------------+
/// | class-id | weight | body size | property flags | property values  |
/// |    2     | 2 (=0) |     8     |       2        |                  |
/// +----------+--------+-----------+----------------+------------------+
/// </code>
/// </summary>
internal readonly ref struct ContentHeader
{
    /// <summary>Class, weight and body size.</summary>
    public const int FixedBytes = 12;

    public const ushort BasicClass = 60;

    private ContentHeader(ushort classId, ulong bodyBytes, ReadOnlySpan<byte> properties)
    {
        ClassId = classId;
        BodyBytes = bodyBytes;
        Properties = properties;
    }

    /// <summary>It must be the class of the method before it (4.2.6.1); for the caller to check.</summary>
    public ushort ClassId { get; }

    /// <summary>What the body frames to follow carry together. As the peer states it: unbounded.</summary>
    public ulong BodyBytes { get; }

    /// <summary>Flags and values, for <see cref="BasicProperties.TryRead"/>.</summary>
    public ReadOnlySpan<byte> Properties { get; }

    public static WireError TryRead(ReadOnlySpan<byte> payload, out ContentHeader header)
    {
        header = default;
        if (payload.Length < FixedBytes + 2 || payload[2] != 0 || payload[3] != 0)
            return WireError.MalformedContentHeader;
        header = new(
            BinaryPrimitives.ReadUInt16BigEndian(payload),
            BinaryPrimitives.ReadUInt64BigEndian(payload[4..]),
            payload[FixedBytes..]);
        return WireError.None;
    }
}
