using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Compaction;
using Weir.Storage.Logs;

namespace Weir.Broker;

/// <summary>
/// What the broker does unasked: retention, compaction and merging of segments, forgetting of silent producers. One
/// loop, so that background work never competes with itself.
/// </summary>
internal sealed class Housekeeping(MessageBroker broker) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private Task _loop = Task.CompletedTask;

    public event Action<Exception>? Failed;

    public void Start() => _loop = RunAsync();

    public async ValueTask StopAsync()
    {
        _stop.Cancel();
        await _loop;
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        BrokerOptions options = broker.Options;
        TimeSpan tick = options.CompactionInterval < options.RetentionInterval ? options.CompactionInterval
            : options.RetentionInterval;
        using var timer = new PeriodicTimer(tick, broker.Time);
        long retention = broker.Time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                bool retain = broker.Time.GetElapsedTime(retention) >= options.RetentionInterval;
                if (retain) retention = broker.Time.GetTimestamp();
                foreach (Topic topic in ToVisit(retain)) await VisitAsync(topic, retain);
                foreach (PartitionLog log in broker.Delays.Logs) await MergeAsync(log);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>As they were made, so that the same history does the same in every process.</summary>
    private Topic[] ToVisit(bool retain) =>
        [.. broker.Topics.All.Where(t => retain || MayRewrite(t)).OrderBy(static t => t.Partitions[0].Log.Id.Number)];

    private static bool MayRewrite(Topic topic)
    {
        if (topic.Settings.CleanupPolicy.HasFlag(CleanupPolicy.Compact)) return true;
        foreach (Partition partition in topic.Partitions)
            if (LogStore.CanMerge(partition.Log)) return true;
        return false;
    }

    private async ValueTask MergeAsync(PartitionLog delayLog)
    {
        if (delayLog.Segments.Count < 2) return;
        try
        {
            await broker.Store.MergeAsync(delayLog, new MergePolicy(), _stop.Token);
        }
        catch (Exception e) when (e is IOException or DamagedDataException or StorageFailedException)
        {
            Failed?.Invoke(e);
        }
    }

    private async ValueTask VisitAsync(Topic topic, bool retain)
    {
        foreach (Partition partition in topic.Partitions)
        {
            if (topic.IsDeleted) return;
            try
            {
                if (retain) Retain(topic, partition);
                await RewriteAsync(topic, partition);
            }
            catch (Exception e) when (e is IOException or DamagedDataException or StorageFailedException)
            {
                Failed?.Invoke(e);
            }
        }
    }

    private void Retain(Topic topic, Partition partition)
    {
        long nowMs = broker.NowMs;
        partition.ExpireProducers(nowMs - (long)broker.Options.ProducerExpiry.TotalMilliseconds);
        partition.ExpireRemembered(nowMs);
        TopicSettings settings = topic.Settings;
        if (settings.CleanupPolicy.HasFlag(CleanupPolicy.Delete))
            Retention.Apply(partition.Shard, partition.Log, settings.RetentionMs, settings.RetentionBytes, nowMs);
    }

    private async ValueTask RewriteAsync(Topic topic, Partition partition)
    {
        TopicSettings settings = topic.Settings;
        if (settings.CleanupPolicy.HasFlag(CleanupPolicy.Compact))
        {
            var compaction = new CompactionPolicy
            {
                MinLagMs = settings.MinCompactionLagMs,
                MaxLagMs = settings.MaxCompactionLagMs,
                DeleteRetentionMs = settings.DeleteRetentionMs,
                MinDirtyRatio = settings.MinCleanableDirtyRatio,
            };
            await broker.Store.CompactAsync(partition.Log, compaction, _stop.Token);
        }

        var merging = new MergePolicy { SpanMsMax = settings.SegmentMs };
        await broker.Store.MergeAsync(partition.Log, merging, _stop.Token);
    }
}
