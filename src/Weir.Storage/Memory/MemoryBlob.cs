namespace Weir.Storage.Memory;

/// <summary>A blob in memory.</summary>
internal sealed class MemoryBlob(byte[] bytes) : IBlob
{
    public long Length => bytes.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= bytes.Length)
            return new ValueTask<int>(0);
        int count = (int)Math.Min(destination.Length, bytes.Length - offset);
        bytes.AsSpan((int)offset, count).CopyTo(destination.Span);
        return new ValueTask<int>(count);
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
