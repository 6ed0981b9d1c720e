using System.Buffers.Binary;
using System.Text;
using Weir.Wire;

namespace Weir.Broker.Routing;

/// <summary>Writes catalog records: integers little-endian, counts and lengths as unsigned varints, text as UTF-8.</summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly PooledBufferWriter _buffer = new();

    public void Byte(byte value) => _buffer.Reserve(1)[0] = value;

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(_buffer.Reserve(8), value);

    public void Guid(Guid value) => value.TryWriteBytes(_buffer.Reserve(16), bigEndian: true, out _);

    public void Count(int count) =>
        _buffer.Advance(VarInt.WriteUInt32(_buffer.GetSpan(VarInt.Int32BytesMax), (uint)count));

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        _buffer.Write(bytes);
    }

    public void Text(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        Count(bytes);
        Encoding.UTF8.GetBytes(text, _buffer.Reserve(bytes));
    }

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Dispose() => _buffer.Dispose();
}
