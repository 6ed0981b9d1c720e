using Weir.Storage.Manifests;

namespace Weir.Storage.Memory;

/// <summary>The shards' manifests; a commit drops the frames up to its checkpoint.</summary>
internal sealed class MemoryManifest(MemoryStore store, MemoryEngineFaults faults) : IManifest
{
    public ValueTask<ShardManifest> LoadAsync(Fence fence, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (store.Gate)
        {
            MemoryShard shard = store.Shards[fence.Shard.Value];
            if (shard.Epoch != fence.Epoch)
                throw new InvalidOperationException($"The fence of {fence.Shard} is stale: it was claimed again.");
            return new ValueTask<ShardManifest>(shard.Manifest);
        }
    }

    public ValueTask<Commit> CommitAsync(Fence fence, ManifestEdit edit, CancellationToken cancel)
    {
        lock (store.Gate)
        {
            MemoryShard shard = store.Shards[fence.Shard.Value];
            if (store.HasFailed || store.IsClosed)
                return new ValueTask<Commit>(Commit.Unknown);
            if (shard.Epoch != fence.Epoch || faults.IsFenced(fence.Shard))
                return new ValueTask<Commit>(Commit.Fenced);
            ShardManifest next = ManifestRules.Apply(shard.Manifest, edit);
            if (edit.CheckpointLsn >= shard.NextLsn)
                throw new ArgumentException($"{shard.NextLsn - 1} is the last LSN there is.", nameof(edit));
            shard.Frames.RemoveRange(0, (int)(next.CheckpointLsn - shard.Manifest.CheckpointLsn));
            shard.Manifest = next;
            return new ValueTask<Commit>(Commit.Done);
        }
    }
}
