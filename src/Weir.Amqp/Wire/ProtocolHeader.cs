using System.Buffers;

namespace Weir.Amqp.Wire;

/// <summary>
/// The eight octets that open a connection (specification 4.2.2):
/// <code>
/// +---+---+---+---+---+-------+-------+----------+
/// | A | M | Q | P | 0 | major | minor | revision |      0-9-1 is 0 0 9 1
/// +---+---+---+---+---+-------+-------+----------+
/// </code>
/// To any other header the server answers with its own and closes the socket.
/// </summary>
internal static class ProtocolHeader
{
    public const int Length = 8;

    public static ReadOnlySpan<byte> Bytes => "AMQP\0\0\x09\x01"u8;

    /// <summary>Judges the header as soon as it can be; on Amqp091 and Amqp10 eight octets are its.</summary>
    public static ProtocolHeaderKind Read(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[Length];
        var available = (int)Math.Min(buffer.Length, Length);
        buffer.Slice(0, available).CopyTo(header);
        return Read(header[..available]);
    }

    public static ProtocolHeaderKind Read(ReadOnlySpan<byte> buffer)
    {
        var name = Bytes[..4];
        if (buffer.Length < Length)
        {
            var known = Math.Min(buffer.Length, name.Length);
            return buffer[..known].SequenceEqual(name[..known])
                ? ProtocolHeaderKind.Incomplete
                : ProtocolHeaderKind.Unknown;
        }

        if (!buffer[..4].SequenceEqual(name)) return ProtocolHeaderKind.Unknown;
        return (buffer[4], buffer[5], buffer[6], buffer[7]) switch
        {
            (0, 0, 9, 1) or (1, 1, 0, 9) or (1, 1, 9, 1) => ProtocolHeaderKind.Amqp091,
            (0 or 2 or 3, 1, 0, 0) => ProtocolHeaderKind.Amqp10,
            _ => ProtocolHeaderKind.Unknown,
        };
    }
}
