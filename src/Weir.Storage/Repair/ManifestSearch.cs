using Weir.Storage.Checkpoints;
using Weir.Storage.Segments;
using Weir.Wire;

namespace Weir.Storage.Repair;

/// <summary>
/// What a damaged manifest must have said, from the blobs that are there: the newest snapshot, and the newest segments
/// that do not overlap and end where the snapshot's logs have their segments end. Deleted blobs may be back after power
/// loss, and an unfinished checkpoint or compaction may have left some that were never named; both overlap newer ones
/// or lie outside.
/// </summary>
internal sealed class ManifestSearch(IBlobStore blobs, ShardId shard)
{
    public async ValueTask<ShardManifest> RunAsync(CancellationToken cancel)
    {
        List<string> keys = [];
        await foreach (string key in blobs.ListAsync(BlobKeys.Prefix(shard), cancel))
            if (BlobKeys.TryReadOrder(key, out _)) keys.Add(key);
        string[] newest = [.. keys.OrderByDescending(OrderOf)];
        (string? snapshot, Dictionary<long, long>? ends) = await FindSnapshotAsync(newest, cancel);
        List<SegmentEntry> segments = [];
        foreach (string key in newest.Where(BlobKeys.IsSegment))
        {
            if (await ReadFooterAsync(key, cancel) is not { } entry) continue;
            bool isCounted = ends is null || entry.NextOffset <= ends.GetValueOrDefault(entry.Partition);
            if (isCounted && !segments.Exists(s => Overlaps(s, entry))) segments.Add(entry);
        }

        segments.Sort(static (a, b) => (a.Partition, a.BaseOffset).CompareTo((b.Partition, b.BaseOffset)));
        return new ShardManifest(0, snapshot, segments);
    }

    /// <summary>The newest that is whole, with its logs' tail offsets; else the newest.</summary>
    private async ValueTask<(string? Key, Dictionary<long, long>? Ends)> FindSnapshotAsync(
        string[] newest, CancellationToken cancel)
    {
        string[] snapshots = [.. newest.Where(BlobKeys.IsSnapshot)];
        foreach (string key in snapshots)
        {
            using IBlob blob = await blobs.OpenAsync(key, cancel);
            byte[] bytes = await blob.ReadAllAsync(cancel);
            try
            {
                return (key, LogRemains.Of(new SnapshotReader(key, bytes))
                    .ToDictionary(static l => l.Partition.Value, static l => l.TailOffset));
            }
            catch (DamagedDataException)
            {
                // An older one may be whole; if none is, the newest is looked at again, and reported.
                continue;
            }
        }

        return (snapshots.FirstOrDefault(), null);
    }

    private async ValueTask<SegmentEntry?> ReadFooterAsync(string key, CancellationToken cancel)
    {
        using IBlob blob = await blobs.OpenAsync(key, cancel);
        if (blob.Length < SegmentLayout.FooterBytes) return null;
        byte[] footer = new byte[SegmentLayout.FooterBytes];
        int read = await blob.ReadAsync(blob.Length - footer.Length, footer, cancel);
        try
        {
            return SegmentFooter.Read(footer.AsSpan(0, read), key, out _);
        }
        catch (DamagedDataException)
        {
            // What it held is counted as lost where the snapshot's logs miss it.
            return null;
        }
    }

    private static bool Overlaps(in SegmentEntry a, in SegmentEntry b) =>
        a.Partition == b.Partition && a.BaseOffset < b.NextOffset && b.BaseOffset < a.NextOffset;

    private static (int Epoch, long Count) OrderOf(string key)
    {
        BlobKeys.TryReadOrder(key, out (int Epoch, long Count) order);
        return order;
    }
}
