using Microsoft.Extensions.Logging.Abstractions;
using Weir.Admin.Alarms;
using Weir.Admin.Rates;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Admin.Tests;

/// <summary>Alarms of the storage, against an engine that fails on request, in the test's own time.</summary>
public sealed class StorageAlarmTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Memory_that_no_checkpoint_frees_is_raised_and_ends_when_one_does()
    {
        var options = new LogStoreOptions { MemoryBytesMax = 1 << 20 };
        await using var engine = new FaultyEngine { IsStuck = true };
        await RunAsync(engine, options, async (broker, watch) =>
        {
            await FillAsync(broker, () => broker.Store.MemoryBytes >= options.MemoryBytesMax * 0.95);
            Pass(7);
            Alarm alarm = Assert.Single(watch.Raised, a => a.Kind == AlarmKinds.Memory);
            Assert.Contains("wait for a checkpoint, and producers wait with them", alarm.Cause);

            engine.IsStuck = false;
            await Eventually.TrueAsync(() =>
            {
                Pass(1);
                return Task.FromResult(watch.Raised.All(a => a.Kind != AlarmKinds.Memory));
            });
        });
    }

    [Fact]
    public async Task Journal_that_no_checkpoint_covers_is_raised_and_ends_when_one_does()
    {
        var options = new LogStoreOptions { CheckpointJournalBytes = 64 << 10 };
        await using var engine = new FaultyEngine { IsStuck = true };
        await RunAsync(engine, options, async (broker, watch) =>
        {
            await FillAsync(broker, () => broker.Store.JournaledBytes > 2 * options.CheckpointJournalBytes);
            Pass(7);
            Alarm alarm = Assert.Single(watch.Raised);
            Assert.Equal(AlarmKinds.CheckpointLag, alarm.Kind);

            engine.IsStuck = false;
            await Eventually.TrueAsync(() =>
            {
                Pass(1);
                return Task.FromResult(watch.Raised.Count == 0);
            });
        });
    }

    [Fact]
    public async Task A_full_disk_is_raised_at_once_with_what_it_means_for_clients()
    {
        var options = new LogStoreOptions { FreeBytesMin = 64 << 20 };
        await using var engine = new FaultyEngine();
        await RunAsync(engine, options, (_, watch) =>
        {
            engine.FreeBytes = 3 << 20;
            Pass(1);
            Alarm alarm = Assert.Single(watch.Raised);
            Assert.Equal(AlarmKinds.DiskFull, alarm.Kind);
            Assert.StartsWith("3 MiB are free and 64 MiB are kept", alarm.Cause, StringComparison.Ordinal);

            engine.FreeBytes = 1 << 30;
            Pass(70);
            Assert.Empty(watch.Raised);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_damaged_shard_is_raised_at_once_with_what_is_damaged()
    {
        await using var engine = new FaultyEngine { Damaged = new ShardId(5) };
        await RunAsync(engine, new LogStoreOptions(), (_, watch) =>
        {
            Pass(1);
            Alarm alarm = Assert.Single(watch.Raised);
            Assert.Equal(AlarmKinds.DamagedData, alarm.Kind);
            Assert.EndsWith("its manifest is damaged", alarm.Cause, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
    }

    private async Task RunAsync(
        IStorageEngine engine, LogStoreOptions options, Func<MessageBroker, AlarmWatch, Task> body)
    {
        await using MessageBroker broker = await MessageBroker.OpenAsync(
            engine, new BrokerOptions { Log = options }, _time, CancellationToken.None);
        using var rates = new RateSampler(broker);
        using var watch = new AlarmWatch(
            broker, rates, new DataDisk(static () => null), NullLogger<AlarmWatch>.Instance);
        await body(broker, watch);
    }

    private void Pass(int seconds)
    {
        for (int i = 0; i < seconds; i++) _time.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task FillAsync(MessageBroker broker, Func<bool> isFull)
    {
        TopicOutcome made = await broker.Topics.CreateAsync(
            "/", "filled", TopicKind.Stream, 1, new Dictionary<string, string>(), false, CancellationToken.None);
        Assert.Equal(TopicError.None, made.Error);
        Partition partition = broker.Topics.Find("/", "filled")!.Partitions[0];
        using var batch = new PublishBatch();
        var points = new List<CommitPoint>();
        byte[] value = new byte[16 << 10];
        while (!isFull())
        {
            batch.Add(partition, _time.NowMs, "k"u8, value, [], 0);
            points.Clear();
            batch.Commit(points);
            await Eventually.TrueAsync(() => Task.FromResult(points.TrueForAll(static p => p.IsDurable)));
        }
    }
}
