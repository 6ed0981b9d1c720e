using System.Runtime.CompilerServices;
using Weir.Storage.Blobs;

namespace Weir.Storage.Memory;

/// <summary>Blobs as byte arrays.</summary>
internal sealed class MemoryBlobStore(MemoryStore store) : IBlobStore
{
    public ValueTask<IBlobWriter> CreateAsync(string key, CancellationToken cancel)
    {
        BlobKeys.Validate(key);
        return new ValueTask<IBlobWriter>(new MemoryBlobWriter(store, key));
    }

    public ValueTask<IBlob> OpenAsync(string key, CancellationToken cancel)
    {
        BlobKeys.Validate(key);
        lock (store.Gate)
        {
            return store.Blobs.TryGetValue(key, out byte[]? bytes)
                ? new ValueTask<IBlob>(new MemoryBlob(bytes))
                : throw new FileNotFoundException($"There is no blob {key}.");
        }
    }

    public ValueTask DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        foreach (string key in keys)
            BlobKeys.Validate(key);
        lock (store.Gate)
        {
            foreach (string key in keys)
                store.Blobs.Remove(key);
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        string[] keys;
        lock (store.Gate)
            keys = [.. store.Blobs.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
        foreach (string key in keys)
        {
            cancel.ThrowIfCancellationRequested();
            yield return key;
        }
    }
}
