using System.Buffers;
using System.Buffers.Binary;

namespace Weir.Amqp.Wire;

/// <summary>
/// Writes one method frame of a size known beforehand: one span, one advance (specification 4.2.4).
/// <code>
/// +---+---------+------+----------+-----------+-----------+------+
/// | 1 | channel | size | class-id | method-id | arguments | 0xCE |
/// | 1 |    2    |  4   |    2     |     2     |           |  1   |
/// +---+---------+------+----------+-----------+-----------+------+
/// </code>
/// Handing it a string over its wire limit, or more or less than the size announced, is our own error and throws.
/// </summary>
internal ref struct MethodFrameWriter
{
    private readonly IBufferWriter<byte> _output;
    private readonly Span<byte> _frame;
    private int _position;

    public MethodFrameWriter(IBufferWriter<byte> output, ushort channel, MethodId id, int argumentBytes)
    {
        var payloadBytes = FrameLayout.MethodIdBytes + argumentBytes;
        var frameBytes = FrameLayout.OverheadBytes + payloadBytes;
        _output = output;
        _frame = output.GetSpan(frameBytes)[..frameBytes];
        FrameLayout.WriteHead(_frame, FrameType.Method, channel, payloadBytes);
        _position = FrameLayout.HeadBytes;
        WriteU32((uint)id);
    }

    public void WriteU8(byte value) => _frame[_position++] = value;

    public void WriteU16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_frame[_position..], value);
        _position += 2;
    }

    public void WriteU32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_frame[_position..], value);
        _position += 4;
    }

    public void WriteU64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_frame[_position..], value);
        _position += 8;
    }

    public void WriteShortString(ReadOnlySpan<byte> value)
    {
        WriteU8(checked((byte)value.Length));
        WriteBytes(value);
    }

    public void WriteLongString(ReadOnlySpan<byte> value)
    {
        WriteU32((uint)value.Length);
        WriteBytes(value);
    }

    public void Complete()
    {
        if (_position != _frame.Length - 1)
            throw new InvalidOperationException("the method's size was announced wrong");
        _frame[_position] = FrameLayout.End;
        _output.Advance(_frame.Length);
    }

    private void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(_frame[_position..]);
        _position += value.Length;
    }
}
