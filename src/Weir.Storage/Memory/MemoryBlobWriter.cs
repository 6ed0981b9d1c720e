namespace Weir.Storage.Memory;

/// <summary>Gathers a blob; completing puts it into the store.</summary>
internal sealed class MemoryBlobWriter(MemoryStore store, string key) : IBlobWriter
{
    private MemoryStream? _bytes = new();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        _bytes.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        lock (store.Gate)
        {
            if (store.IsClosed || store.HasFailed)
                throw new StorageFailedException("The memory engine is closed.");
            store.Blobs[key] = _bytes.ToArray();
        }

        _bytes = null;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _bytes = null;
        return ValueTask.CompletedTask;
    }
}
