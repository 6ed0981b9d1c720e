using Weir.Storage.Logs;

namespace Weir.Storage.Checkpoints;

/// <summary>
/// Brings a shard back: manifest, snapshot, then every journal frame behind it, through the same code that live
/// traffic uses. Blobs that no manifest names are what a crash left of a checkpoint, and are deleted.
/// </summary>
internal static class ShardRecovery
{
    /// <summary>
    /// What it found damaged, if anything: the shard takes no writes then, what was recovered before can be read, and
    /// no blob is deleted.
    /// </summary>
    public static async ValueTask<DamagedDataException?> RunAsync(Shard shard, IStorageEngine engine,
        CancellationToken cancel)
    {
        try
        {
            ShardManifest manifest = await engine.Manifest.LoadAsync(shard.Fence, cancel);
            await RestoreAsync(shard, engine, manifest, cancel);
            await ReplayAsync(shard, engine, manifest, cancel);
            await DeleteOrphansAsync(shard, engine, manifest, cancel);
            return null;
        }
        catch (Exception e) when (e is DamagedDataException or FileNotFoundException)
        {
            DamagedDataException damage = e as DamagedDataException
                ?? new DamagedDataException($"{shard.Id}: a blob that its manifest names is missing: {e.Message}", e);
            shard.Refuse(damage);
            return damage;
        }
    }

    private static async ValueTask ReplayAsync(
        Shard shard, IStorageEngine engine, ShardManifest manifest, CancellationToken cancel)
    {
        long lsn = manifest.CheckpointLsn;
        long replayedBytes = 0;
        shard.CheckpointLsn = lsn;
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(shard.Fence, lsn + 1, cancel))
        {
            if (frame.Lsn != lsn + 1)
                throw new DamagedDataException($"{shard.Id}: journal frame {frame.Lsn} follows frame {lsn}");
            Replay(shard, frame.Body.Span);
            replayedBytes += frame.Body.Length;
            lsn = frame.Lsn;
        }

        shard.ResumeAt(lsn, replayedBytes);
    }

    private static async ValueTask RestoreAsync(
        Shard shard, IStorageEngine engine, ShardManifest manifest, CancellationToken cancel)
    {
        if (manifest.SnapshotKey is null) return;
        RestoreSegments(shard, manifest);
        using IBlob blob = await engine.Blobs.OpenAsync(manifest.SnapshotKey, cancel);
        byte[] snapshot = await blob.ReadAllAsync(cancel);
        ShardSnapshot.Restore(
            manifest.SnapshotKey, snapshot, manifest, shard.Logs.GetValueOrDefault, shard.State);
    }

    /// <summary>Without a snapshot: what the segments hold can still be read.</summary>
    private static void RestoreSegments(Shard shard, ShardManifest manifest)
    {
        foreach (IGrouping<long, SegmentEntry> segments in manifest.Segments.GroupBy(static s => s.Partition))
        {
            if (shard.Logs.TryGetValue(new PartitionId(segments.Key), out PartitionLog? log))
                log.Restore(segments.First().BaseOffset, segments.Last().NextOffset, [.. segments]);
        }
    }

    private static void Replay(Shard shard, ReadOnlySpan<byte> body)
    {
        var reader = new FrameReader(body);
        while (reader.TryRead())
        {
            switch (reader.Kind)
            {
                case FrameLayout.Batches:
                    if (shard.Logs.TryGetValue(reader.Partition, out PartitionLog? log))
                        ShardSnapshot.ReplayBatches(log, reader.Payload, shard.State);
                    break;
                case FrameLayout.Trim:
                    if (shard.Logs.TryGetValue(reader.Partition, out PartitionLog? trimmed))
                        trimmed.TrimTo(reader.StartOffset, isDurable: true);
                    break;
                default:
                    shard.State.Apply(reader.EventKind, reader.Payload);
                    break;
            }
        }
    }

    private static async ValueTask DeleteOrphansAsync(
        Shard shard, IStorageEngine engine, ShardManifest manifest, CancellationToken cancel)
    {
        var named = manifest.Segments.Select(static s => s.Key).ToHashSet();
        if (manifest.SnapshotKey is not null) named.Add(manifest.SnapshotKey);
        var orphans = new List<string>();
        await foreach (string key in engine.Blobs.ListAsync(BlobKeys.Prefix(shard.Id), cancel))
            if (!named.Contains(key)) orphans.Add(key);
        if (orphans.Count > 0) await engine.Blobs.DeleteAsync(orphans, cancel);
    }
}
