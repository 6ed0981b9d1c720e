using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Amqp.Wire;

/// <summary>
/// The properties of a message in place (specification 4.2.6.1): a word of flags, then the values of the set ones in
/// flag order. Bit 0 says that another word of flags follows; class basic has no property there, so such a word is
/// accepted only when it announces none. <see cref="Raw"/> is what to store and to send on, exactly as it came.
/// Reading checks where every value ends, so that the accessors cannot fail; the entries of the headers are not
/// looked into (<see cref="FieldTableReader.Validate"/> does that).
/// </summary>
internal readonly ref struct BasicProperties
{
    public const int Count = 14;
    private const int ReservedFlag = 2;
    private const int ContinuationFlag = 1;

    private readonly ushort _flags;
    private readonly ReadOnlySpan<byte> _values;

    private BasicProperties(ReadOnlySpan<byte> raw, ushort flags, ReadOnlySpan<byte> values)
    {
        Raw = raw;
        _flags = flags;
        _values = values;
    }

    /// <summary>No property set.</summary>
    public static ReadOnlySpan<byte> NoneRaw => [0, 0];

    /// <summary>Flags and values.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    public ReadOnlySpan<byte> ContentType => ShortString(BasicProperty.ContentType);

    public ReadOnlySpan<byte> ContentEncoding => ShortString(BasicProperty.ContentEncoding);

    /// <summary>The entries of the headers table, without its length.</summary>
    public ReadOnlySpan<byte> Headers => Has(BasicProperty.Headers) ? Find(BasicProperty.Headers)[4..] : default;

    public byte? DeliveryMode => Has(BasicProperty.DeliveryMode) ? Find(BasicProperty.DeliveryMode)[0] : null;

    public byte? Priority => Has(BasicProperty.Priority) ? Find(BasicProperty.Priority)[0] : null;

    public ReadOnlySpan<byte> CorrelationId => ShortString(BasicProperty.CorrelationId);

    public ReadOnlySpan<byte> ReplyTo => ShortString(BasicProperty.ReplyTo);

    public ReadOnlySpan<byte> Expiration => ShortString(BasicProperty.Expiration);

    public ReadOnlySpan<byte> MessageId => ShortString(BasicProperty.MessageId);

    /// <summary>Seconds since 1970 by custom; the octets are the client's.</summary>
    public ulong? Timestamp =>
        Has(BasicProperty.Timestamp) ? BinaryPrimitives.ReadUInt64BigEndian(Find(BasicProperty.Timestamp)) : null;

    public ReadOnlySpan<byte> Type => ShortString(BasicProperty.Type);

    public ReadOnlySpan<byte> UserId => ShortString(BasicProperty.UserId);

    public ReadOnlySpan<byte> AppId => ShortString(BasicProperty.AppId);

    public ReadOnlySpan<byte> ClusterId => ShortString(BasicProperty.ClusterId);

    public static bool TryRead(ReadOnlySpan<byte> raw, out BasicProperties properties)
    {
        properties = default;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(raw, out var flags)) return false;
        var values = raw[2..];
        for (var more = flags; (more & ContinuationFlag) != 0; values = values[2..])
        {
            if (!BinaryPrimitives.TryReadUInt16BigEndian(values, out more)) return false;
            if ((more & ~ContinuationFlag) != 0) return false;
        }

        if ((flags & ReservedFlag) != 0) return false;
        flags = (ushort)(flags & ~ContinuationFlag);
        var rest = values;
        for (uint left = flags; left != 0;)
        {
            var property = 15 - BitOperations.Log2(left);
            left &= ~(0x8000u >> property);
            if (!TryMeasure((BasicProperty)property, rest, out var length)) return false;
            rest = rest[length..];
        }

        if (!rest.IsEmpty) return false;
        properties = new(raw, flags, values);
        return true;
    }

    public bool Has(BasicProperty property) => (_flags & (0x8000 >> (int)property)) != 0;

    /// <summary>The octets of a set property, with the length of strings and tables; else nothing.</summary>
    public ReadOnlySpan<byte> Encoded(BasicProperty property) => Has(property) ? Find(property) : default;

    private ReadOnlySpan<byte> ShortString(BasicProperty property) => Has(property) ? Find(property)[1..] : default;

    private ReadOnlySpan<byte> Find(BasicProperty property)
    {
        var rest = _values;
        var length = 0;
        for (var at = BasicProperty.ContentType; at <= property; at++)
        {
            if (!Has(at)) continue;
            rest = rest[length..];
            TryMeasure(at, rest, out length);
        }

        return rest[..length];
    }

    private static bool TryMeasure(BasicProperty property, ReadOnlySpan<byte> values, out int length)
    {
        length = 0;
        if (values.IsEmpty) return false;
        switch (property)
        {
            case BasicProperty.DeliveryMode or BasicProperty.Priority:
                length = 1;
                break;
            case BasicProperty.Timestamp:
                length = 8;
                break;
            case BasicProperty.Headers:
                if (!BinaryPrimitives.TryReadUInt32BigEndian(values, out var stated)) return false;
                if (stated > (uint)(values.Length - 4)) return false;
                length = 4 + (int)stated;
                break;
            default:
                length = 1 + values[0];
                break;
        }

        return length <= values.Length;
    }
}
