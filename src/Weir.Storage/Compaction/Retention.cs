using Weir.Storage.Logs;

namespace Weir.Storage.Compaction;

/// <summary>
/// Drops a log's oldest records once they are too old or too many. Only the start offset moves, at once and journaled;
/// the shard's next checkpoint deletes the segments below it.
/// </summary>
public static class Retention
{
    /// <summary>
    /// Applies both limits; a negative one is none. Whole segments and tail chunks go, never more: at least
    /// <paramref name="retentionBytes"/> stay, and everything younger than <paramref name="retentionMs"/>. Returns the
    /// start offset.
    /// </summary>
    public static long Apply(Shard shard, PartitionLog log, long retentionMs, long retentionBytes, long nowMs)
    {
        long floor = log.StartOffset;
        if (retentionMs >= 0 && retentionMs <= nowMs) floor = Math.Max(floor, log.FloorOfNewerThan(nowMs - retentionMs));
        if (retentionBytes >= 0) floor = Math.Max(floor, log.FloorOfNewest(retentionBytes));
        if (floor > log.StartOffset)
        {
            using ShardWrite write = shard.Enter();
            write.Trim(log, floor);
        }

        return log.StartOffset;
    }
}
