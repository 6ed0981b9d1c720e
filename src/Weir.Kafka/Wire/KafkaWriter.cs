using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Weir.Kafka.Wire;

/// <summary>
/// Writes the primitive types of the Kafka protocol into one pooled, growing buffer. One writer serves a connection
/// for its life: frames are put behind each other, sent as one piece of memory, and <see cref="Clear"/> starts over.
/// The memory that <see cref="Written"/> shows is valid until the next write, Clear or Dispose. Not thread safe.
/// </summary>
public sealed class KafkaWriter : IBufferWriter<byte>, IDisposable
{
    private const int InitialBytes = 4 * 1024;

    // A buffer that one huge response made grow is handed back when it has been sent.
    private const int KeptBytesMax = 1024 * 1024;

    // Rented with the first write: a connection has several writers, and most of them never write.
    private byte[] _buffer = [];
    private int _position;
    private bool _isDisposed;

    public int Length => _position;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _position);

    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _position);

    public void Clear()
    {
        _position = 0;
        if (_buffer.Length > KeptBytesMax) Return();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _position = 0;
        Return();
    }

    /// <summary>Leaves room for a size of four bytes; <see cref="EndFrame"/> fills it in.</summary>
    public int BeginFrame()
    {
        WriteInt32(0);
        return _position;
    }

    /// <summary>Ends what <see cref="BeginFrame"/> began. <paramref name="bytesToFollow"/> counts what the caller sends
    /// behind it from elsewhere.</summary>
    public void EndFrame(int start, int bytesToFollow = 0) =>
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start - 4), checked(_position - start + bytesToFollow));

    public void WriteBool(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteSByte(sbyte value) => Take(1)[0] = (byte)value;

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(2), value);

    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(Take(8), value);

    public void WriteGuid(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    public void WriteVarUInt32(uint value)
    {
        while (value >= 0x80)
        {
            Take(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Take(1)[0] = (byte)value;
    }

    public void WriteString(string value, bool flexible)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteNullableString(value, flexible);
    }

    /// <summary>A string that is UTF-8 already.</summary>
    public void WriteStringBytes(ReadOnlySpan<byte> utf8, bool flexible)
    {
        WriteShortLength(utf8.Length, flexible);
        utf8.CopyTo(Take(utf8.Length));
    }

    public void WriteNullableString(string? value, bool flexible)
    {
        if (value is null)
        {
            WriteShortLength(-1, flexible);
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        WriteShortLength(bytes, flexible);
        Encoding.UTF8.GetBytes(value, Take(bytes));
    }

    public void WriteBytes(ReadOnlySpan<byte> value, bool flexible)
    {
        WriteArrayCount(value.Length, flexible);
        value.CopyTo(Take(value.Length));
    }

    public void WriteNullableBytes(byte[]? value, bool flexible)
    {
        if (value is null) WriteArrayCount(-1, flexible);
        else WriteBytes(value, flexible);
    }

    public void WriteRecords(ReadOnlyMemory<byte> value, bool flexible) => WriteBytes(value.Span, flexible);

    public void WriteNullableRecords(ReadOnlyMemory<byte>? value, bool flexible)
    {
        if (value is { } records) WriteBytes(records.Span, flexible);
        else WriteArrayCount(-1, flexible);
    }

    /// <summary>Arrays and byte arrays have the same length fields; -1 is null.</summary>
    public void WriteArrayCount(int count, bool flexible)
    {
        if (flexible) WriteVarUInt32((uint)(count + 1));
        else WriteInt32(count);
    }

    /// <summary>The byte before a struct that may be null.</summary>
    public void WritePresence(bool present) => WriteSByte(present ? (sbyte)1 : (sbyte)-1);

    /// <summary>Writes the tag's number and leaves one byte for the size, which is enough for nearly all.</summary>
    public int BeginTag(uint tag)
    {
        WriteVarUInt32(tag);
        Take(1);
        return _position;
    }

    /// <summary>Fills in the size since <paramref name="start"/>, moving the value if that takes more room.</summary>
    public void EndTag(int start)
    {
        var size = _position - start;
        var extra = 0;
        for (var rest = (uint)size >> 7; rest > 0; rest >>= 7) extra++;
        Take(extra);
        if (extra > 0) _buffer.AsSpan(start, size).CopyTo(_buffer.AsSpan(start + extra));
        var end = _position;
        _position = start - 1;
        WriteVarUInt32((uint)size);
        _position = end;
    }

    /// <summary>Overwrites four bytes written before, at a position that <see cref="Length"/> gave.</summary>
    public void PatchInt32(int position, int value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position + 4, _position);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(position), value);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _position);
        _position += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_position);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_position);
    }

    internal static NotSupportedException FieldLost(string field, short version) =>
        new($"{field} is set, and version {version} cannot carry it");

    internal static NotSupportedException NullNotAllowed(string field, short version) =>
        new($"{field} is null, which version {version} does not allow");

    internal static NotSupportedException VersionUnknown(string message, short version) =>
        new($"{message} has no version {version} here");

    private void WriteShortLength(int bytes, bool flexible)
    {
        if (flexible) WriteVarUInt32((uint)(bytes + 1));
        else if (bytes <= short.MaxValue) WriteInt16((short)bytes);
        else throw new NotSupportedException($"a string of {bytes} bytes is longer than {short.MaxValue}");
    }

    private Span<byte> Take(int count)
    {
        Reserve(count);
        var taken = _buffer.AsSpan(_position, count);
        _position += count;
        return taken;
    }

    private void Reserve(int count)
    {
        if (count <= _buffer.Length - _position) return;
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var needed = checked(_position + count);
        var doubled = _buffer.Length <= Array.MaxLength / 2 ? _buffer.Length * 2 : Array.MaxLength;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(doubled, InitialBytes)));
        _buffer.AsSpan(0, _position).CopyTo(larger);
        Return();
        _buffer = larger;
    }

    private void Return()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
