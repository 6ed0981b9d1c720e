using Weir.Storage.Checkpoints;
using Weir.Storage.Embedded;
using Weir.Storage.Files;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Storage.Repair;

/// <summary>
/// Brings a shard's manifest, segments and snapshot into a state that a start accepts. What the journal holds comes on
/// top of it, see <see cref="JournalRepair"/>.
/// </summary>
internal sealed class ShardRepair(
    IFileSystem files, IBlobStore blobs, BlobKeys keys, IRepairState state, RepairReport report, ShardId shard)
{
    private readonly SegmentRepair _segments = new(blobs, keys, report);
    private readonly Dictionary<PartitionId, long> _nextOffsets = [];

    public ShardId Shard => shard;

    /// <summary>After <see cref="RunAsync"/>: what to put in place of the manifest.</summary>
    public ShardManifest Manifest { get; private set; } = ShardManifest.Empty;

    /// <summary>Nobody knows which of the journal's frames the snapshot covers.</summary>
    public bool HasUnknownCheckpoint { get; private set; }

    /// <summary>Logs may end earlier than the journal's first frames expect.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The offset that the next record of a log gets, as far as segments and snapshot tell.</summary>
    public long NextOffsetOf(PartitionId partition) => _nextOffsets.GetValueOrDefault(partition);

    public void Advance(PartitionId partition, long nextOffset) => _nextOffsets[partition] = nextOffset;

    /// <summary>Reads the manifest; the streams of the journal want to know its checkpoint.</summary>
    public async ValueTask LoadAsync(CancellationToken cancel)
    {
        try
        {
            Manifest = ManifestFile.Read(files, shard.Value);
        }
        catch (DamagedDataException e)
        {
            report.AddDamage(e.Message);
            HasUnknownCheckpoint = true;
            Manifest = await new ManifestSearch(blobs, shard).RunAsync(cancel);
        }
    }

    public async ValueTask RunAsync(CancellationToken cancel)
    {
        List<SegmentEntry> segments = [];
        foreach (SegmentEntry segment in Manifest.Segments) segments.Add(await _segments.RunAsync(segment, cancel));
        IsChanged = HasUnknownCheckpoint || !segments.SequenceEqual(Manifest.Segments);
        Manifest = Manifest with { Segments = segments };
        if (Manifest.SnapshotKey is { } key && await ReadAsync(key, cancel) is { } snapshot)
        {
            await TakeSnapshotAsync(key, snapshot, cancel);
        }
        else if (Manifest.SnapshotKey is not null || segments.Count > 0)
        {
            await RebuildSnapshotAsync([], cancel);
        }
    }

    private async ValueTask<byte[]?> ReadAsync(string key, CancellationToken cancel)
    {
        try
        {
            using IBlob blob = await blobs.OpenAsync(key, cancel);
            return await blob.ReadAllAsync(cancel);
        }
        catch (FileNotFoundException)
        {
            report.AddDamage($"{shard}: the snapshot {key} is missing");
            return null;
        }
    }

    private async ValueTask TakeSnapshotAsync(string key, byte[] snapshot, CancellationToken cancel)
    {
        List<LogRemains> logs;
        try
        {
            logs = LogRemains.Of(new SnapshotReader(key, snapshot));
        }
        catch (DamagedDataException e)
        {
            report.AddDamage(e.Message);
            report.AddDamagedBlob(EmbeddedBlobStore.PathOf(key));
            await RebuildSnapshotAsync(LogRemains.OfDamaged(key, snapshot, shard), cancel);
            return;
        }

        foreach (LogRemains log in logs)
        {
            _nextOffsets[log.Partition] = log.NextOffset;
            // Only then may segments be missing that the snapshot counts on.
            if (HasUnknownCheckpoint) await CoverAsync(log.Partition, log.StartOffset, log.TailOffset, cancel);
        }
    }

    /// <summary>
    /// A snapshot of what the segments hold, and of the tails that can still be read. Positions are not among that.
    /// </summary>
    private async ValueTask RebuildSnapshotAsync(List<LogRemains> remains, CancellationToken cancel)
    {
        IsChanged = true;
        report.AddForgotten($"{shard}: positions of its consumer groups, and what its queues had settled");
        Dictionary<PartitionId, LogRemains> tails = [];
        foreach (LogRemains log in remains) tails.TryAdd(log.Partition, log);
        HashSet<PartitionId> partitions = [.. tails.Keys];
        partitions.UnionWith(Manifest.Segments.Select(static s => new PartitionId(s.Partition)));
        using var snapshot = new PooledBufferWriter();
        ShardSnapshot.Begin(snapshot, partitions.Count);
        foreach (PartitionId partition in partitions.Order())
        {
            SegmentEntry[] segments = [.. Manifest.Segments.Where(s => s.Partition == partition.Value)];
            long end = segments.Length == 0 ? 0 : segments[^1].NextOffset;
            LogRemains? log = tails.GetValueOrDefault(partition);
            // A hole as wide is not one that records left: the offset itself is damaged.
            if (log is null || log.TailOffset < end || log.TailOffset - end > LogRemains.OffsetsMax)
                log = new LogRemains(partition, 0, end, end, []);
            long start = segments.Length > 0 ? segments[0].BaseOffset : log.TailOffset;
            await CoverAsync(partition, start, log.TailOffset, cancel);
            ShardSnapshot.AddLog(snapshot, partition, start, log.TailOffset, log.Tail.Length);
            snapshot.Write(log.Tail);
            _nextOffsets[partition] = log.NextOffset;
        }

        ShardSnapshot.End(snapshot, state.EmptySnapshot());
        string key = keys.Snapshot(shard);
        await using IBlobWriter blob = await blobs.CreateAsync(key, cancel);
        await blob.WriteAsync(snapshot.WrittenMemory, cancel);
        await blob.CompleteAsync(cancel);
        Manifest = Manifest with { SnapshotKey = key };
    }

    /// <summary>Segments in the places of those that are not there.</summary>
    private async ValueTask CoverAsync(PartitionId partition, long from, long to, CancellationToken cancel)
    {
        List<SegmentEntry> added = [];
        foreach (SegmentEntry segment in Manifest.Segments.Where(s => s.Partition == partition.Value))
        {
            if (segment.BaseOffset > from)
                added.Add(await _segments.FillAsync(partition, from, segment.BaseOffset, cancel));
            from = Math.Max(from, segment.NextOffset);
        }

        if (from < to) added.Add(await _segments.FillAsync(partition, from, to, cancel));
        if (added.Count == 0) return;
        Manifest = Manifest with
        {
            Segments = [.. Manifest.Segments.Concat(added).OrderBy(static s => (s.Partition, s.BaseOffset))],
        };
    }
}
