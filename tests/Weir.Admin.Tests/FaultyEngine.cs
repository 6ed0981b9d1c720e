using Weir.Storage;
using Weir.Storage.Memory;

namespace Weir.Admin.Tests;

/// <summary>
/// A storage engine in memory whose manifest fails on request: while <see cref="IsStuck"/>, no checkpoint succeeds;
/// the shard <see cref="Damaged"/> cannot be recovered.
/// </summary>
internal sealed class FaultyEngine : IStorageEngine, IManifest
{
    private readonly MemoryEngine _inner = new();

    public bool IsStuck { get; set; }

    public ShardId? Damaged { get; init; }

    public long FreeBytes { get; set; } = long.MaxValue;

    public IOwnership Ownership => _inner.Ownership;

    public IJournal Journal => _inner.Journal;

    public IManifest Manifest => this;

    public IBlobStore Blobs => _inner.Blobs;

    public ICatalog Catalog => _inner.Catalog;

    public Task<StorageFailedException> Failed => _inner.Failed;

    public ValueTask<ShardManifest> LoadAsync(Fence fence, CancellationToken cancel) => fence.Shard == Damaged
        ? throw new DamagedDataException($"{fence.Shard}: its manifest is damaged")
        : _inner.Manifest.LoadAsync(fence, cancel);

    public ValueTask<Commit> CommitAsync(Fence fence, ManifestEdit edit, CancellationToken cancel) => IsStuck
        ? throw new IOException("the disk does not answer")
        : _inner.Manifest.CommitAsync(fence, edit, cancel);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
