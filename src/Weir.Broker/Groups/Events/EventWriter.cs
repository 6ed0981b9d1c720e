using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Weir.Broker.Groups.Events;

/// <summary>
/// Writes the fields of events: little-endian integers; strings (UTF-8) and bytes with an int32 length, -1 for null.
/// </summary>
internal readonly struct EventWriter(IBufferWriter<byte> output)
{
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public void String(string? value)
    {
        if (value is null)
        {
            Int32(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        output.Advance(Encoding.UTF8.GetBytes(value, output.GetSpan(length)));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        output.Write(value);
    }

    public void Key(OffsetKey key)
    {
        String(key.Topic);
        Int32(key.Partition);
    }
}
