using System.Buffers.Binary;
using System.Text;
using Weir.Storage;
using Weir.Wire;

namespace Weir.Broker.Routing;

/// <summary>
/// Reads what <see cref="RecordWriter"/> wrote. Whatever the bytes, it ends with a value or a
/// <see cref="DamagedDataException"/> that names the record, and reserves no more than the bytes can hold.
/// </summary>
internal ref struct RecordReader(string name, ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public string Name { get; } = name;

    public byte Byte() => Take(1)[0];

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public Guid Guid() => new(Take(16), bigEndian: true);

    /// <summary>A count of things of at least <paramref name="bytesEach"/> bytes.</summary>
    public int Count(int bytesEach)
    {
        if (!VarInt.TryReadUInt32(_rest, out uint count, out int read) || count * (long)bytesEach > _rest.Length - read)
            throw EndsEarly();
        _rest = _rest[read..];
        return (int)count;
    }

    public ReadOnlySpan<byte> Bytes() => Take(Count(1));

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public void Version(byte expected)
    {
        byte version = Byte();
        if (version != expected) throw new DamagedDataException($"{Name} has format {version}, not {expected}");
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty) throw new DamagedDataException($"{Name} has {_rest.Length} bytes too many");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw EndsEarly();
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly DamagedDataException EndsEarly() => new($"{Name} ends early");
}
