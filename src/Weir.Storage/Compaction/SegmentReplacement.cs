using Weir.Storage.Files;
using Weir.Storage.Logs;

namespace Weir.Storage.Compaction;

/// <summary>
/// Puts new segments in the place of a run of old ones: manifest first, then the log, then the old blobs go. Call it
/// under the store's maintenance lock, which keeps checkpoints away: they change the same manifest and the same list.
/// A crash before the manifest's commit leaves the new blobs without a name, after it the old ones; recovery deletes
/// either.
/// </summary>
internal sealed class SegmentReplacement(Shard shard, PartitionLog log, IStorageEngine engine)
{
    /// <summary>True once the manifest names the new segments, or may: they must not be deleted then.</summary>
    public bool MayBeCommitted { get; private set; }

    /// <summary>
    /// False, and nothing has changed, when the run is no longer the log's or the shard is no longer ours. Throws when
    /// nobody knows what the manifest says now.
    /// </summary>
    public async ValueTask<bool> CommitAsync(
        IReadOnlyList<SegmentEntry> sources, IReadOnlyList<SegmentEntry> made, CancellationToken cancel)
    {
        int at = IndexOfRun(sources);
        if (at < 0) return false;
        ShardManifest manifest = await engine.Manifest.LoadAsync(shard.Fence, cancel);
        string[] removed = [.. sources.Select(static s => s.Key)];
        var edit = new ManifestEdit(manifest.CheckpointLsn, manifest.SnapshotKey, made, removed);
        MayBeCommitted = true;
        switch (await CommitAsync(edit))
        {
            case Commit.Done:
                break;
            case Commit.Fenced:
                MayBeCommitted = false;
                return false;
            default:
                throw new StorageFailedException($"{shard.Id}: nobody knows whether a compaction was committed");
        }

        IReadOnlyList<SegmentEntry> now = log.Segments;
        log.ReplaceSegments([.. now.Take(at), .. made, .. now.Skip(at + sources.Count)], -1);
        log.Cache.Forget(removed);
        await engine.Blobs.DeleteAsync(removed, CancellationToken.None);
        return true;
    }

    private async ValueTask<Commit> CommitAsync(ManifestEdit edit)
    {
        try
        {
            return await engine.Manifest.CommitAsync(shard.Fence, edit, CancellationToken.None);
        }
        catch (DiskFullException)
        {
            MayBeCommitted = false;
            throw;
        }
    }

    /// <summary>Where the run lies in the log's segments; -1 when some of it has been dropped.</summary>
    private int IndexOfRun(IReadOnlyList<SegmentEntry> sources)
    {
        if (!shard.Contains(log)) return -1;
        SegmentEntry[] now = [.. log.Segments];
        int at = Array.IndexOf(now, sources[0]);
        return at >= 0 && now.Skip(at).Take(sources.Count).SequenceEqual(sources) ? at : -1;
    }
}
