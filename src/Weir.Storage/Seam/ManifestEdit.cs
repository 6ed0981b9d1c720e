namespace Weir.Storage;

/// <summary>
/// One atomic change of a shard's manifest. Removed keys take effect before added segments; a null
/// <paramref name="SnapshotKey"/> keeps the current one.
/// </summary>
public sealed record ManifestEdit(
    long CheckpointLsn,
    string? SnapshotKey,
    IReadOnlyList<SegmentEntry> Added,
    IReadOnlyList<string> RemovedKeys);
