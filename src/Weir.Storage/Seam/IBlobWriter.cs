namespace Weir.Storage;

/// <summary>A blob being written. Disposing without <see cref="CompleteAsync"/> leaves nothing behind.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Makes the blob durable and visible.</summary>
    ValueTask CompleteAsync(CancellationToken cancel);
}
