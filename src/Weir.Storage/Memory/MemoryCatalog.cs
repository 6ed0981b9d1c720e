using Weir.Storage.Catalogs;
using Weir.Storage.Watching;

namespace Weir.Storage.Memory;

/// <summary>The catalog table behind a lock.</summary>
internal sealed class MemoryCatalog(MemoryStore store) : ICatalog
{
    private readonly Broadcast<CatalogEntry> _changes = new();

    public ValueTask<CatalogEntry?> GetAsync(string key, CancellationToken cancel)
    {
        lock (store.Gate)
            return new ValueTask<CatalogEntry?>(store.Catalog.Get(key));
    }

    public ValueTask<IReadOnlyList<CatalogEntry>> ListAsync(string prefix, CancellationToken cancel)
    {
        lock (store.Gate)
            return new ValueTask<IReadOnlyList<CatalogEntry>>(store.Catalog.List(prefix));
    }

    public ValueTask<bool> PutAsync(IReadOnlyList<CatalogChange> changes, CancellationToken cancel)
    {
        CatalogTable.Validate(changes);
        cancel.ThrowIfCancellationRequested();
        lock (store.Gate)
        {
            if (store.IsClosed || store.HasFailed)
                throw new StorageFailedException("The memory engine is closed.");
            if (!store.Catalog.TryPlan(changes, [], out List<CatalogEntry>? planned))
                return new ValueTask<bool>(false);
            foreach (CatalogEntry entry in planned)
            {
                store.Catalog.Apply(entry);
                _changes.Publish(entry);
            }
        }

        return new ValueTask<bool>(true);
    }

    public IAsyncEnumerable<CatalogEntry> WatchAsync(CancellationToken cancel)
    {
        lock (store.Gate)
            return _changes.Subscribe([], cancel);
    }

    public void Close() => _changes.Complete();
}
