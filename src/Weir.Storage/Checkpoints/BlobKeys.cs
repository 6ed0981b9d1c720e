using System.Globalization;
using Weir.Storage.Logs;

namespace Weir.Storage.Checkpoints;

/// <summary>Names for new blobs, unique for ever: the data directory's epoch and a counter end each.</summary>
internal sealed class BlobKeys(int epoch)
{
    private const string SegmentEnd = ".seg";
    private const string CleanEnd = ".clean.seg";

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
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(shard)}state-{Next()}.snap");

    private string Next() =>
        string.Create(CultureInfo.InvariantCulture, $"{epoch:x}-{Interlocked.Increment(ref _last):x}");
}
