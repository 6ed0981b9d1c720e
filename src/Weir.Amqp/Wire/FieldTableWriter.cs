using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Amqp.Wire;

/// <summary>
/// Writes the entries of a table, or with <see cref="BeginArray"/> the elements of an array (specification 4.2.5.5).
/// In a table every value follows a <see cref="Name"/>, in an array none does. The outermost table's length is not
/// written: methods and properties add it to the entries they are given.
/// </summary>
internal readonly struct FieldTableWriter(PooledBufferWriter output)
{
    public FieldTableWriter Name(ReadOnlySpan<byte> name)
    {
        output.Reserve(1)[0] = checked((byte)name.Length);
        output.Write(name);
        return this;
    }

    public void Void() => Type(FieldType.Void);

    public void Boolean(bool value)
    {
        Type(FieldType.Boolean);
        output.Reserve(1)[0] = value ? (byte)1 : (byte)0;
    }

    public void Int32(int value) => Number(FieldType.Int32, value);

    public void Int64(long value) => Number(FieldType.Int64, value);

    /// <summary>Seconds since 1970.</summary>
    public void Timestamp(ulong seconds) => Number(FieldType.Timestamp, (long)seconds);

    public void LongString(ReadOnlySpan<byte> value) => Value(new FieldView(FieldType.LongString, value));

    /// <summary>Begins an inner table; <see cref="End"/> takes what this returns.</summary>
    public int BeginTable() => Begin(FieldType.Table);

    public int BeginArray() => Begin(FieldType.Array);

    /// <summary>Fills in the length of the inner table or array.</summary>
    public void End(int mark) =>
        BinaryPrimitives.WriteInt32BigEndian(output.WrittenSpan[(mark - 4)..], output.WrittenBytes - mark);

    /// <summary>Copies a value as it stands in its source.</summary>
    public void Value(FieldView value)
    {
        Type(value.Type);
        if (FieldLayout.FixedBytes(value.Type) < 0)
            BinaryPrimitives.WriteInt32BigEndian(output.Reserve(4), value.Payload.Length);
        output.Write(value.Payload);
    }

    public void Value(FieldValue value)
    {
        switch (value.Type)
        {
            case FieldType.LongString or FieldType.Bytes:
                Value(new FieldView(value.Type, value.AsBytes));
                break;
            case FieldType.Table:
                var table = BeginTable();
                Fields(value.AsTable!);
                End(table);
                break;
            case FieldType.Array:
                var array = BeginArray();
                foreach (var element in value.AsArray) Value(element);
                End(array);
                break;
            default:
                Number(value.Type, value.Number);
                break;
        }
    }

    public void Fields(FieldTable table)
    {
        foreach (var field in table) Name(field.Name.Span).Value(field.Value);
    }

    private int Begin(FieldType type)
    {
        Type(type);
        output.Reserve(4).Clear();
        return output.WrittenBytes;
    }

    private void Type(FieldType type) => output.Reserve(1)[0] = (byte)type;

    // The low octets of the number are the value; of a decimal all five of them.
    private void Number(FieldType type, long number)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, number);
        Type(type);
        output.Write(octets[^FieldLayout.FixedBytes(type)..]);
    }
}
