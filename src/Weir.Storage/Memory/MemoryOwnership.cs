using Weir.Storage.Watching;

namespace Weir.Storage.Memory;

/// <summary>Every claim succeeds and has a higher epoch; it returns when nothing of the former owner is in flight.</summary>
internal sealed class MemoryOwnership(MemoryStore store, MemoryEngineFaults faults) : IOwnership
{
    private const string OwnerName = "local";
    private readonly Broadcast<Placement> _changes = new();

    public async ValueTask<Fence?> ClaimAsync(ShardId shard, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        MemoryShard state = store.Shards[shard.Value];
        Fence fence;
        Task idle = Task.CompletedTask;
        lock (store.Gate)
        {
            state.Epoch = ++state.LastEpoch;
            fence = new Fence(shard, state.Epoch);
            faults.Unfence(shard);
            _changes.Publish(new Placement(shard, state.Epoch, OwnerName));
            if (state.InFlight)
            {
                state.Idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                idle = state.Idle.Task;
            }
        }

        await idle;
        return fence;
    }

    public ValueTask ReleaseAsync(Fence fence, CancellationToken cancel)
    {
        lock (store.Gate)
        {
            MemoryShard state = store.Shards[fence.Shard.Value];
            if (state.Epoch == fence.Epoch)
            {
                state.Epoch = 0;
                _changes.Publish(new Placement(fence.Shard, fence.Epoch, null));
            }
        }

        return ValueTask.CompletedTask;
    }

    public bool MayServe(Fence fence)
    {
        lock (store.Gate)
        {
            return !store.IsClosed && fence.Epoch != 0 && store.Shards[fence.Shard.Value].Epoch == fence.Epoch
                && !faults.IsFenced(fence.Shard);
        }
    }

    public IAsyncEnumerable<Placement> WatchAsync(CancellationToken cancel)
    {
        lock (store.Gate)
        {
            return _changes.Subscribe(
                store.Shards.Select(static (state, shard) =>
                    new Placement(new ShardId(shard), state.LastEpoch, state.Epoch == 0 ? null : OwnerName)),
                cancel);
        }
    }

    public void Close() => _changes.Complete();
}
