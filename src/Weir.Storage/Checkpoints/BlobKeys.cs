using System.Globalization;
using Weir.Storage.Logs;

namespace Weir.Storage.Checkpoints;

/// <summary>Names for new blobs, unique for ever: the data directory's epoch and a counter end each.</summary>
internal sealed class BlobKeys(int epoch)
{
    private long _last;

    public static string Prefix(ShardId shard) => string.Create(CultureInfo.InvariantCulture, $"s{shard.Value:d2}/");

    public string Segment(PartitionId partition, long baseOffset) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(partition.Shard)}p{partition.Number:x12}-{baseOffset:x16}-{Next()}.seg");

    public string Snapshot(ShardId shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(shard)}state-{Next()}.snap");

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"{epoch:x}-{Interlocked.Increment(ref _last):x}");
}
