using Weir.Storage.Logs;

namespace Weir.Storage.Checkpoints;

/// <summary>
/// Brings a shard back: manifest, snapshot, then every journal frame behind it, through the same code that live
/// traffic uses. Blobs that no manifest names are what a crash left of a checkpoint, and are deleted.
/// </summary>
internal static class ShardRecovery
{
    public static async ValueTask RunAsync(Shard shard, IStorageEngine engine, CancellationToken cancel)
    {
        ShardManifest manifest = await engine.Manifest.LoadAsync(shard.Fence, cancel);
        await RestoreAsync(shard, engine, manifest, cancel);
        long lsn = manifest.CheckpointLsn;
        long replayedBytes = 0;
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(shard.Fence, lsn + 1, cancel))
        {
            if (frame.Lsn != lsn + 1)
                throw new DamagedDataException($"{shard.Id}: journal frame {frame.Lsn} follows frame {lsn}");
            Replay(shard, frame.Body.Span);
            replayedBytes += frame.Body.Length;
            lsn = frame.Lsn;
        }

        shard.ResumeAt(lsn, manifest.CheckpointLsn, replayedBytes);
        await DeleteOrphansAsync(shard, engine, manifest, cancel);
    }

    private static async ValueTask RestoreAsync(
        Shard shard, IStorageEngine engine, ShardManifest manifest, CancellationToken cancel)
    {
        if (manifest.SnapshotKey is null) return;
        using IBlob blob = await engine.Blobs.OpenAsync(manifest.SnapshotKey, cancel);
        byte[] bytes = new byte[blob.Length];
        int read = await blob.ReadAsync(0, bytes, cancel);
        ShardSnapshot.Restore(
            manifest.SnapshotKey, bytes.AsSpan(0, read), manifest, shard.Logs.GetValueOrDefault, shard.State);
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
                        trimmed.TrimTo(reader.StartOffset);
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
