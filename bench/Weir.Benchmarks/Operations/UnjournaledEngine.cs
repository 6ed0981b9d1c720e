using System.Buffers;
using Weir.Storage;
using Weir.Storage.Memory;

namespace Weir.Benchmarks.Operations;

/// <summary>
/// The in-memory engine with a journal that forgets: every append is done at once and its bytes are kept nowhere. What
/// is then timed and counted is the broker's own, not a medium's copy of the records. A manifest may only name LSNs
/// that exist, so each commit first gives the engine below as many empty frames.
/// </summary>
internal sealed class UnjournaledEngine : IStorageEngine, IJournal, IManifest
{
    private readonly MemoryEngine _engine = new();
    private readonly long[] _lastLsns = new long[ShardId.Count];
    private readonly long[] _knownLsns = new long[ShardId.Count];

    public IOwnership Ownership => _engine.Ownership;

    public IJournal Journal => this;

    public IManifest Manifest => this;

    public IBlobStore Blobs => _engine.Blobs;

    public ICatalog Catalog => _engine.Catalog;

    public Task<StorageFailedException> Failed => _engine.Failed;

    public ValueTask<Commit> AppendAsync(
        Fence fence, long lsn, ReadOnlySequence<byte> frame, Durability durability, bool mayBlock = false)
    {
        Volatile.Write(ref _lastLsns[fence.Shard.Value], lsn);
        return new ValueTask<Commit>(Commit.Done);
    }

    public IAsyncEnumerable<JournalFrame> ReplayAsync(Fence fence, long fromLsn, CancellationToken cancel) =>
        _engine.Journal.ReplayAsync(fence, fromLsn, cancel);

    public ValueTask<ShardManifest> LoadAsync(Fence fence, CancellationToken cancel) =>
        _engine.Manifest.LoadAsync(fence, cancel);

    public async ValueTask<Commit> CommitAsync(Fence fence, ManifestEdit edit, CancellationToken cancel)
    {
        int shard = fence.Shard.Value;
        long last = Volatile.Read(ref _lastLsns[shard]);
        while (_knownLsns[shard] < last)
            await _engine.Journal.AppendAsync(fence, ++_knownLsns[shard], default, Durability.Os);

        return await _engine.Manifest.CommitAsync(fence, edit, cancel);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
