using System.Buffers.Binary;

namespace Weir.Amqp.Wire;

/// <summary>
/// One value of a field table, in place. <see cref="Payload"/> is what follows the type octet, without the length of
/// strings, tables and arrays; its size always matches the type.
/// </summary>
internal readonly ref struct FieldView(FieldType type, ReadOnlySpan<byte> payload)
{
    public FieldType Type { get; } = type;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>The entries of a table value, the elements of an array value.</summary>
    public FieldTableReader AsTable() =>
        Type == FieldType.Table ? new(Payload) : throw new InvalidOperationException($"{Type} is no table");

    public FieldArrayReader AsArray() =>
        Type == FieldType.Array ? new(Payload) : throw new InvalidOperationException($"{Type} is no array");

    /// <summary>Any of the integer types, whatever its width and sign. Not booleans, timestamps or decimals.</summary>
    public bool TryGetInteger(out long value)
    {
        switch (Type)
        {
            case FieldType.Int8: value = (sbyte)Payload[0]; return true;
            case FieldType.UInt8: value = Payload[0]; return true;
            case FieldType.Int16 or FieldType.Int16Specified:
                value = BinaryPrimitives.ReadInt16BigEndian(Payload);
                return true;
            case FieldType.UInt16: value = BinaryPrimitives.ReadUInt16BigEndian(Payload); return true;
            case FieldType.Int32: value = BinaryPrimitives.ReadInt32BigEndian(Payload); return true;
            case FieldType.UInt32: value = BinaryPrimitives.ReadUInt32BigEndian(Payload); return true;
            case FieldType.Int64 or FieldType.Int64Specified:
                value = BinaryPrimitives.ReadInt64BigEndian(Payload);
                return true;
            default: value = 0; return false;
        }
    }

    /// <summary>Float or double.</summary>
    public bool TryGetDouble(out double value)
    {
        value = Type switch
        {
            FieldType.Float => BinaryPrimitives.ReadSingleBigEndian(Payload),
            FieldType.Double => BinaryPrimitives.ReadDoubleBigEndian(Payload),
            _ => 0,
        };
        return Type is FieldType.Float or FieldType.Double;
    }

    /// <summary>True for any octet but zero.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = Type == FieldType.Boolean && Payload[0] != 0;
        return Type == FieldType.Boolean;
    }

    /// <summary>Seconds since 1970.</summary>
    public bool TryGetTimestamp(out ulong seconds)
    {
        seconds = Type == FieldType.Timestamp ? BinaryPrimitives.ReadUInt64BigEndian(Payload) : 0;
        return Type == FieldType.Timestamp;
    }

    /// <summary>The octets of a long string, which is text by custom only.</summary>
    public bool TryGetLongString(out ReadOnlySpan<byte> value)
    {
        value = Type == FieldType.LongString ? Payload : default;
        return Type == FieldType.LongString;
    }
}
