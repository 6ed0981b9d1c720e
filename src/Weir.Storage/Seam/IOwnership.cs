namespace Weir.Storage;

/// <summary>Who may write a shard.</summary>
public interface IOwnership
{
    /// <summary>Takes the shard with a higher epoch than any before; null when another live process holds it.</summary>
    ValueTask<Fence?> ClaimAsync(ShardId shard, CancellationToken cancel);

    /// <summary>Gives the shard up. A stale fence is ignored.</summary>
    ValueTask ReleaseAsync(Fence fence, CancellationToken cancel);

    /// <summary>False once the fence is, or may be, stale. Cheap: called before serving reads.</summary>
    bool MayServe(Fence fence);

    /// <summary>The current placements, then every change, until cancelled.</summary>
    IAsyncEnumerable<Placement> WatchAsync(CancellationToken cancel);
}
