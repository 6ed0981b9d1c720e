using System.Buffers.Binary;
using System.Text;

namespace Weir.Amqp.Wire;

/// <summary>
/// One value of a field table, kept beyond the bytes it came from. Keeps its exact wire type, so that writing gives
/// back the octets that were read; the one exception is a true boolean, always written as 1.
/// <see cref="Equals(FieldValue)"/> is exact; <see cref="IsEquivalentTo"/> is the comparison of declarations.
/// </summary>
internal readonly struct FieldValue : IEquatable<FieldValue>
{
    // Integers sign- or zero-extended, the bits of a float or double, a boolean's 0 or 1, a decimal's scale above its
    // 32 unscaled bits.
    private readonly long _number;

    // byte[] of strings, FieldTable, FieldValue[] of arrays.
    private readonly object? _reference;

    private readonly FieldType _type;

    private FieldValue(FieldType type, long number, object? reference)
    {
        _type = type;
        _number = number;
        _reference = reference;
    }

    /// <summary>The default value is Void.</summary>
    public FieldType Type => _type == 0 ? FieldType.Void : _type;

    public bool AsBoolean => Type == FieldType.Boolean && _number != 0;

    /// <summary>The raw number; see <see cref="TryGetInteger"/> for a judged one.</summary>
    internal long Number => _number;

    /// <summary>The octets of a long string or of bytes, else nothing.</summary>
    public ReadOnlySpan<byte> AsBytes => _reference as byte[];

    /// <summary>The text of a long string, or null for any other type.</summary>
    public string? AsText => Type == FieldType.LongString ? Encoding.UTF8.GetString(AsBytes) : null;

    public FieldTable? AsTable => _reference as FieldTable;

    public ReadOnlySpan<FieldValue> AsArray => _reference as FieldValue[];

    public static FieldValue FromBoolean(bool value) => new(FieldType.Boolean, value ? 1 : 0, null);

    public static FieldValue FromInt32(int value) => new(FieldType.Int32, value, null);

    public static FieldValue FromInt64(long value) => new(FieldType.Int64, value, null);

    public static FieldValue FromDouble(double value) =>
        new(FieldType.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static FieldValue FromTimestamp(ulong seconds) => new(FieldType.Timestamp, (long)seconds, null);

    public static FieldValue FromText(string value) => new(FieldType.LongString, 0, Encoding.UTF8.GetBytes(value));

    public static FieldValue FromText(ReadOnlySpan<byte> utf8) => new(FieldType.LongString, 0, utf8.ToArray());

    public static FieldValue FromBytes(ReadOnlySpan<byte> value) => new(FieldType.Bytes, 0, value.ToArray());

    public static FieldValue FromTable(FieldTable value) => new(FieldType.Table, 0, value);

    public static FieldValue FromArray(params ReadOnlySpan<FieldValue> values) =>
        new(FieldType.Array, 0, values.ToArray());

    /// <summary>Copies a scalar or string. Tables and arrays go through <see cref="FieldTable.TryRead"/>.</summary>
    internal static FieldValue FromScalar(FieldView view)
    {
        if (view.TryGetInteger(out var integer)) return new(view.Type, integer, null);
        return view.Type switch
        {
            FieldType.Void => default,
            FieldType.Boolean => FromBoolean(view.Payload[0] != 0),
            FieldType.Float => new(FieldType.Float, BinaryPrimitives.ReadUInt32BigEndian(view.Payload), null),
            FieldType.Double or FieldType.Timestamp =>
                new(view.Type, BinaryPrimitives.ReadInt64BigEndian(view.Payload), null),
            FieldType.Decimal =>
                new(view.Type, ReadDecimal(view.Payload), null),
            FieldType.LongString or FieldType.Bytes => new(view.Type, 0, view.Payload.ToArray()),
            _ => throw new InvalidOperationException($"{view.Type} is no scalar"),
        };
    }

    public bool TryGetInteger(out long value)
    {
        value = IsInteger(Type) ? _number : 0;
        return IsInteger(Type);
    }

    public bool TryGetDouble(out double value)
    {
        value = Type switch
        {
            FieldType.Float => BitConverter.Int32BitsToSingle((int)_number),
            FieldType.Double => BitConverter.Int64BitsToDouble(_number),
            _ => 0,
        };
        return Type is FieldType.Float or FieldType.Double;
    }

    /// <summary>
    /// As RabbitMQ compares the arguments of a repeated declaration: integers of any width by value, float with double
    /// by value, everything else with its own type only.
    /// </summary>
    public bool IsEquivalentTo(FieldValue other)
    {
        if (TryGetInteger(out var integer) && other.TryGetInteger(out var otherInteger)) return integer == otherInteger;
        if (TryGetDouble(out var real) && other.TryGetDouble(out var otherReal)) return real.Equals(otherReal);
        return Equals(other);
    }

    public bool Equals(FieldValue other)
    {
        if (Type != other.Type || _number != other._number) return false;
        return Type switch
        {
            FieldType.LongString or FieldType.Bytes => AsBytes.SequenceEqual(other.AsBytes),
            FieldType.Table => AsTable!.Equals(other.AsTable),
            FieldType.Array => AsArray.SequenceEqual(other.AsArray),
            _ => true,
        };
    }

    public override bool Equals(object? obj) => obj is FieldValue other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Type);
        hash.Add(_number);
        hash.AddBytes(AsBytes);
        if (AsTable is { } table) hash.Add(table);
        foreach (var element in AsArray) hash.Add(element);
        return hash.ToHashCode();
    }

    private static long ReadDecimal(ReadOnlySpan<byte> octets) =>
        ((long)octets[0] << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets[1..]);

    private static bool IsInteger(FieldType type) =>
        type is FieldType.Int8 or FieldType.UInt8 or FieldType.Int16 or FieldType.Int16Specified or FieldType.UInt16
            or FieldType.Int32 or FieldType.UInt32 or FieldType.Int64 or FieldType.Int64Specified;
}
