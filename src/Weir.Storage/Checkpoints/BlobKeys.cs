using System.Globalization;
using Weir.Storage.Logs;

namespace Weir.Storage.Checkpoints;

/// <summary>Names for new blobs, unique for ever: the data directory's epoch and a counter end each.</summary>
internal sealed class BlobKeys(int epoch)
{
    private const string SegmentEnd = ".seg";
    private const string CleanEnd = ".clean.seg";
    private const string SnapshotEnd = ".snap";

    private long _last;

    public static string Prefix(ShardId shard) => string.Create(CultureInfo.InvariantCulture, $"s{shard.Value:d2}/");

    /// <summary>Clean: written by key compaction. The name is where that is remembered.</summary>
    public string Segment(PartitionId partition, long baseOffset, bool isClean = false)
    {
        string end = isClean ? CleanEnd : SegmentEnd;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix(partition.Shard)}p{partition.Number:x12}-{baseOffset:x16}-{Next()}{end}");
    }

    public static bool IsClean(string segmentKey) => segmentKey.EndsWith(CleanEnd, StringComparison.Ordinal);

    public string Snapshot(ShardId shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(shard)}state-{Next()}{SnapshotEnd}");

    /// <summary>
    /// Which of two blobs of a shard was begun later: the higher, by epoch and then by counter. False when the name is
    /// not one of these.
    /// </summary>
    public static bool TryReadOrder(string key, out (int Epoch, long Count) order)
    {
        order = default;
        string name = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string[] parts = name.Split('.')[0].Split('-');
        if (parts.Length < 3 || !int.TryParse(parts[^2], NumberStyles.HexNumber, null, out int epoch)
            || !long.TryParse(parts[^1], NumberStyles.HexNumber, null, out long count))
            return false;
        order = (epoch, count);
        return true;
    }

    public static bool IsSegment(string key) => key.EndsWith(SegmentEnd, StringComparison.Ordinal);

    public static bool IsSnapshot(string key) => key.EndsWith(SnapshotEnd, StringComparison.Ordinal);

    private string Next() =>
        string.Create(CultureInfo.InvariantCulture, $"{epoch:x}-{Interlocked.Increment(ref _last):x}");
}
