using System.Buffers.Binary;

namespace Weir.Amqp.Wire;

/// <summary>
/// How a field value lies in a table or an array (specification 4.2.5.5), and the bounds on what is accepted:
/// <code>
/// table entry:  | name length 1 | name | type 1 | value |      array entry:  | type 1 | value |
/// value of S x A F:  | length 4 | octets |      of D:  | scale 1 | unscaled 4 |      others: 0, 1, 2, 4 or 8 octets
/// </code>
/// </summary>
internal static class FieldLayout
{
    /// <summary>Tables and arrays inside one another, the outermost counted.</summary>
    public const int DepthMax = 32;

    /// <summary>Values in one table with those of inner ones: bounds what materialising takes.</summary>
    public const int ValuesMax = 65_536;

    /// <summary>Octets of a value of fixed size, -1 behind a length, -2 for a letter that is no type.</summary>
    public static int FixedBytes(FieldType type) => type switch
    {
        FieldType.Void => 0,
        FieldType.Boolean or FieldType.Int8 or FieldType.UInt8 => 1,
        FieldType.Int16 or FieldType.Int16Specified or FieldType.UInt16 => 2,
        FieldType.Int32 or FieldType.UInt32 or FieldType.Float => 4,
        FieldType.Decimal => 5,
        FieldType.Int64 or FieldType.Int64Specified or FieldType.Double or FieldType.Timestamp => 8,
        FieldType.LongString or FieldType.Bytes or FieldType.Array or FieldType.Table => -1,
        _ => -2,
    };

    /// <summary>Takes one value, its type octet first, off the front.</summary>
    public static WireError TakeValue(scoped ref ReadOnlySpan<byte> rest, out FieldView value)
    {
        value = default;
        if (rest.IsEmpty) return WireError.MalformedTable;
        var type = (FieldType)rest[0];
        var start = 1;
        var length = FixedBytes(type);
        if (length == -2) return WireError.UnknownFieldType;
        if (length == -1)
        {
            if (!BinaryPrimitives.TryReadUInt32BigEndian(rest[1..], out var stated)) return WireError.MalformedTable;
            if (stated > (uint)(rest.Length - 5)) return WireError.MalformedTable;
            start = 5;
            length = (int)stated;
        }

        if (length > rest.Length - start) return WireError.MalformedTable;
        value = new(type, rest.Slice(start, length));
        rest = rest[(start + length)..];
        return WireError.None;
    }

    /// <summary>Takes a name and its value off the front of a table's entries.</summary>
    public static WireError TakeEntry(
        scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out FieldView value)
    {
        name = default;
        value = default;
        if (rest.IsEmpty || rest[0] >= rest.Length) return WireError.MalformedTable;
        name = rest.Slice(1, rest[0]);
        rest = rest[(1 + name.Length)..];
        return TakeValue(ref rest, out value);
    }
}
