using System.Buffers;

namespace Weir.Wire;

/// <summary>
/// A growing byte buffer on the shared array pool, or on the heap when it is large: the pool keeps an array of each
/// size for each thread, so a few huge batches would hold a gigabyte for good. Spans and memories taken from it are
/// valid until it next grows, is reset or disposed. What is written can be changed in place, so a length can be filled
/// in once it is known. One user at a time. A disposed writer may be used again: it rents anew.
/// </summary>
public sealed class PooledBufferWriter : IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 256;
    private const int PooledBytesMax = 2 << 20;

    private readonly int _retainedBytesMax;
    private byte[] _buffer;
    private int _writtenBytes;

    /// <param name="capacityBytes">Room to begin with; 0 rents nothing before the first write.</param>
    /// <param name="retainedBytesMax">The largest buffer that <see cref="Reset"/> keeps.</param>
    public PooledBufferWriter(int capacityBytes = 0, int retainedBytesMax = 1 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacityBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(retainedBytesMax);
        _retainedBytesMax = retainedBytesMax;
        _buffer = capacityBytes == 0 ? [] : Rent(capacityBytes);
    }

    public int WrittenBytes => _writtenBytes;

    public int CapacityBytes => _buffer.Length;

    public Span<byte> WrittenSpan => _buffer.AsSpan(0, _writtenBytes);

    public Memory<byte> WrittenMemory => _buffer.AsMemory(0, _writtenBytes);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _writtenBytes);
        _writtenBytes += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsMemory(_writtenBytes);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsSpan(_writtenBytes);
    }

    /// <summary>Appends exactly <paramref name="count"/> bytes of undefined content, for the caller to fill.</summary>
    public Span<byte> Reserve(int count)
    {
        EnsureRoom(count);
        var reserved = _buffer.AsSpan(_writtenBytes, count);
        _writtenBytes += count;
        return reserved;
    }

    public void Write(ReadOnlySpan<byte> source) => source.CopyTo(Reserve(source.Length));

    /// <summary>Forgets what was written past <paramref name="writtenBytes"/>.</summary>
    public void Rewind(int writtenBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(writtenBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(writtenBytes, _writtenBytes);
        _writtenBytes = writtenBytes;
    }

    /// <summary>Forgets the content and keeps the buffer, however large.</summary>
    public void Clear() => _writtenBytes = 0;

    /// <summary>Forgets the content, and gives the buffer back if one big message made it outgrow the limit.</summary>
    public void Reset()
    {
        _writtenBytes = 0;
        if (_buffer.Length > _retainedBytesMax) Return();
    }

    public void Dispose()
    {
        _writtenBytes = 0;
        Return();
    }

    private void EnsureRoom(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (Math.Max(sizeHint, 1) > _buffer.Length - _writtenBytes) Grow(Math.Max(sizeHint, 1));
    }

    private void Grow(int roomBytes)
    {
        var neededBytes = (long)_writtenBytes + roomBytes;
        if (neededBytes > Array.MaxLength)
            throw new InvalidOperationException($"A buffer of {neededBytes} bytes is larger than an array can be.");

        // A large one grows by half: old and new are there at once, and what is not needed costs the most.
        long usualBytes = _buffer.Length < PooledBytesMax ? 2L * _buffer.Length : 3L * (_buffer.Length / 2);
        usualBytes = Math.Min(Math.Max(usualBytes, FirstBytes), Array.MaxLength);
        var grown = Rent((int)Math.Max(neededBytes, usualBytes));
        _buffer.AsSpan(0, _writtenBytes).CopyTo(grown);
        Return();
        _buffer = grown;
    }

    private static byte[] Rent(int bytes) => bytes <= PooledBytesMax
        ? ArrayPool<byte>.Shared.Rent(bytes)
        : GC.AllocateUninitializedArray<byte>(bytes);

    private void Return()
    {
        var returned = _buffer;
        _buffer = [];
        if (returned.Length is > 0 and <= PooledBytesMax) ArrayPool<byte>.Shared.Return(returned);
    }
}
