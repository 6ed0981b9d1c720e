using System.Globalization;
using Weir.Broker;
using Weir.Broker.Topics;
using Weir.Storage.Logs;

namespace Weir.Admin.Metrics;

/// <summary>The journal, commits, checkpoints, and memory that waits for one.</summary>
internal sealed class StorageMetrics(MessageBroker broker) : IMetricSource
{
    public void Write(IMetricWriter writer)
    {
        LogStore store = broker.Store;
        WriteCommits(writer, store.Commits);
        writer.Counter("weir_journal_bytes_total", "Bytes of committed frames.");
        writer.Sample("weir_journal_bytes_total", store.Commits.Bytes);
        writer.Gauge("weir_journal_uncovered_bytes", "Journal bytes that no checkpoint covers yet.");
        writer.Sample("weir_journal_uncovered_bytes", store.JournaledBytes);
        CheckpointTimes checkpoints = store.Checkpoints;
        writer.Counter("weir_checkpoints_total", "Checkpoints made.");
        writer.Sample("weir_checkpoints_total", checkpoints.Count);
        writer.Counter("weir_checkpoint_failures_total", "Checkpoints that failed and were tried again.");
        writer.Sample("weir_checkpoint_failures_total", checkpoints.Failed);
        writer.Counter("weir_checkpoint_seconds_total", "Time spent in checkpoints.");
        writer.Sample("weir_checkpoint_seconds_total", checkpoints.Total.TotalSeconds);
        writer.Gauge("weir_checkpoint_age_seconds", "Time since the last checkpoint ended.");
        writer.Sample("weir_checkpoint_age_seconds", checkpoints.SinceLast.TotalSeconds);
        writer.Gauge("weir_tail_bytes", "Memory of records that no checkpoint has copied yet.");
        writer.Sample("weir_tail_bytes", store.MemoryBytes);
        writer.Gauge("weir_tail_limit_bytes", "What that memory may grow to; producers wait beyond it.");
        writer.Sample("weir_tail_limit_bytes", broker.Options.Log.MemoryBytesMax);
        writer.Gauge("weir_log_bytes", "Bytes of all logs, segments and tails.");
        writer.Sample("weir_log_bytes", broker.Topics.All.Sum(static t => t.Partitions.Sum(SizeOf)));
        writer.Gauge("weir_disk_short", "1 while publishes are not taken because the disk is nearly full.");
        writer.Sample("weir_disk_short", store.Disk.IsShort ? 1 : 0);
        writer.Gauge("weir_damaged_shards", "Shards that take no writes because they are damaged.");
        writer.Sample("weir_damaged_shards", store.Damages.Count);
    }

    private static long SizeOf(Partition partition) => partition.Log.SizeBytes;

    private static void WriteCommits(IMetricWriter writer, CommitTimes times)
    {
        writer.Family(
            "weir_commit_seconds", "histogram", "From a frame's sealing to its being durable: append and sync.");
        long total = 0;
        for (int i = 0; i < CommitTimes.BoundsSeconds.Length; i++)
        {
            total += times.Counts[i];
            writer.Sample(
                "weir_commit_seconds_bucket", total, "le",
                CommitTimes.BoundsSeconds[i].ToString(CultureInfo.InvariantCulture));
        }

        total += times.Counts[^1];
        writer.Sample("weir_commit_seconds_bucket", total, "le", "+Inf");
        writer.Sample("weir_commit_seconds_sum", times.TotalSeconds);
        writer.Sample("weir_commit_seconds_count", total);
    }
}
