using Weir.Storage.Embedded.Journal;
using Weir.Storage.Watching;

namespace Weir.Storage.Embedded;

/// <summary>
/// One process owns the whole directory (the lock file sees to that), so a claim always succeeds. The first claim of a
/// shard has the epoch of this start; each further one, also after a release, a new durable one. A claim returns
/// when nothing of the former owner is in flight: what it had begun is done or never happens.
/// </summary>
internal sealed class EmbeddedOwnership(
    ShardStream[] streams, SemaphoreSlim[] manifestGates, EpochFile epochs, int startEpoch, string ownerName)
        : IOwnership
{
    private readonly Broadcast<Placement> _changes = new();
    private readonly Lock _gate = new();
    private readonly Placement[] _placements =
        [.. Enumerable.Range(0, ShardId.Count).Select(static shard => new Placement(new ShardId(shard), 0, null))];

    public async ValueTask<Fence?> ClaimAsync(ShardId shard, CancellationToken cancel)
    {
        ShardStream stream = streams[shard.Value];
        SemaphoreSlim manifestGate = manifestGates[shard.Value];
        await manifestGate.WaitAsync(cancel);
        try
        {
            int epoch = _placements[shard.Value].Epoch == 0 ? startEpoch : epochs.Next();
            stream.SetEpoch(epoch);
            Publish(new Placement(shard, epoch, ownerName));
            await stream.WaitUntilIdle();
            return new Fence(shard, epoch);
        }
        finally
        {
            manifestGate.Release();
        }
    }

    public async ValueTask ReleaseAsync(Fence fence, CancellationToken cancel)
    {
        ShardStream stream = streams[fence.Shard.Value];
        SemaphoreSlim manifestGate = manifestGates[fence.Shard.Value];
        await manifestGate.WaitAsync(cancel);
        try
        {
            if (!stream.IsCurrent(fence.Epoch))
                return;
            stream.SetEpoch(0);
            Publish(new Placement(fence.Shard, fence.Epoch, null));
        }
        finally
        {
            manifestGate.Release();
        }
    }

    public bool MayServe(Fence fence) => streams[fence.Shard.Value].IsCurrent(fence.Epoch);

    public IAsyncEnumerable<Placement> WatchAsync(CancellationToken cancel)
    {
        lock (_gate)
            return _changes.Subscribe(_placements, cancel);
    }

    /// <summary>The engine is closing: no fence may serve, watches end.</summary>
    public void Close()
    {
        foreach (ShardStream stream in streams)
            stream.SetEpoch(0);
        _changes.Complete();
    }

    private void Publish(Placement placement)
    {
        lock (_gate)
        {
            _placements[placement.Shard.Value] = placement;
            _changes.Publish(placement);
        }
    }
}
