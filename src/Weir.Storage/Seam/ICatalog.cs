namespace Weir.Storage;

/// <summary>
/// Small versioned facts that every owner must agree on: topics, exchanges, bindings, users, ACLs. Not on a hot path.
/// </summary>
public interface ICatalog
{
    ValueTask<CatalogEntry?> GetAsync(string key, CancellationToken cancel);

    /// <summary>Entries whose key starts with <paramref name="prefix"/>, ordered by key (ordinal).</summary>
    ValueTask<IReadOnlyList<CatalogEntry>> ListAsync(string prefix, CancellationToken cancel);

    /// <summary>
    /// Applies all changes durably, or none: false when any expected version is not the current one.
    /// </summary>
    ValueTask<bool> PutAsync(IReadOnlyList<CatalogChange> changes, CancellationToken cancel);

    /// <summary>Every change after the call, in order, until cancelled. A deletion has a null value.</summary>
    IAsyncEnumerable<CatalogEntry> WatchAsync(CancellationToken cancel);
}
