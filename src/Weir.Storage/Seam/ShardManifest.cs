namespace Weir.Storage;

/// <summary>
/// A shard's permanent state. Replay starts after <paramref name="CheckpointLsn"/> (0: from the beginning);
/// <paramref name="SnapshotKey"/> names the blob with the state as of that LSN (null: none yet). Segments are ordered
/// by partition, then base offset, and do not overlap.
/// </summary>
public sealed record ShardManifest(long CheckpointLsn, string? SnapshotKey, IReadOnlyList<SegmentEntry> Segments)
{
    public static readonly ShardManifest Empty = new(0, null, []);
}
