using Weir.Storage.Catalogs;

namespace Weir.Storage.Memory;

/// <summary>What a crash leaves of a <see cref="MemoryEngine"/>, and what guards it.</summary>
internal sealed class MemoryStore
{
    public Lock Gate { get; } = new();

    public MemoryShard[] Shards { get; private init; } =
        [.. Enumerable.Range(0, ShardId.Count).Select(static _ => new MemoryShard())];

    public Dictionary<string, byte[]> Blobs { get; private init; } = new(StringComparer.Ordinal);

    public CatalogTable Catalog { get; private init; } = new();

    public long LastSequence { get; set; }

    public long SyncedSequence { get; set; }

    public bool HasFailed { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Closes this store; the copy has what survives.</summary>
    public MemoryStore Crash(bool losesUnsynced)
    {
        lock (Gate)
        {
            IsClosed = true;
            long last = losesUnsynced ? SyncedSequence : LastSequence;
            CatalogTable catalog = new();
            foreach (CatalogEntry entry in Catalog.List(""))
                catalog.Apply(entry);
            return new MemoryStore
            {
                Shards = [.. Shards.Select(shard => shard.Survivor(last))],
                Blobs = new Dictionary<string, byte[]>(Blobs, StringComparer.Ordinal),
                Catalog = catalog,
                LastSequence = last,
                SyncedSequence = last,
            };
        }
    }
}
