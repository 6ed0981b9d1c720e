namespace Weir.Storage;

/// <summary>An open blob; safe for concurrent reads.</summary>
public interface IBlob : IDisposable
{
    long Length { get; }

    /// <summary>
    /// Fills <paramref name="destination"/> from <paramref name="offset"/> unless the blob ends first; returns the
    /// bytes read. The embedded engine completes synchronously.
    /// </summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancel);
}
