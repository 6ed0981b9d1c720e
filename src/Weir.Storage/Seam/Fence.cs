namespace Weir.Storage;

/// <summary>
/// Proof that this process owned <paramref name="Shard"/> when the epoch was <paramref name="Epoch"/>. Only
/// <see cref="IOwnership.ClaimAsync"/> makes one; every write carries it, and a stale one is answered
/// <see cref="Commit.Fenced"/> and changes nothing.
/// </summary>
public readonly record struct Fence(ShardId Shard, int Epoch);
