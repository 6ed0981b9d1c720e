using Microsoft.Extensions.Logging.Abstractions;
using Weir.Admin.Alarms;
using Weir.Admin.Rates;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Storage.Memory;

namespace Weir.Admin.Tests;

/// <summary>The rules against a broker in memory, in time that the test makes go on.</summary>
public sealed class AlarmRulesTests : IAsyncLifetime, IDisposable
{
    private readonly ManualTime _time = new();
    private readonly MemoryEngine _engine = new();
    private readonly PublishBatch _batch = new();
    private readonly List<CommitPoint> _points = [];
    private DiskSpace _disk = new(500L << 30, 1000L << 30);
    private MessageBroker _broker = null!;
    private RateSampler _rates = null!;
    private AlarmWatch _watch = null!;

    public async Task InitializeAsync()
    {
        _broker = await MessageBroker.OpenAsync(_engine, new BrokerOptions(), _time, CancellationToken.None);
        _rates = new RateSampler(_broker);
        _watch = new AlarmWatch(_broker, _rates, new DataDisk(() => _disk), NullLogger<AlarmWatch>.Instance);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _rates.Dispose();
        _batch.Dispose();
    }

    public async Task DisposeAsync()
    {
        _watch.Dispose();
        _rates.Dispose();
        await _broker.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task A_queue_that_grows_without_consumers_is_raised_in_plain_words_and_ends_when_it_is_purged()
    {
        (_, Queue? queue) = await _broker.Queues.DeclareAsync(
            "/", "tracking", new QueueOptions(), CancellationToken.None);
        for (int second = 0; second < 60; second++)
        {
            await PublishAsync(queue!, 200);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Alarm alarm = Assert.Single(_watch.Raised);
        Assert.Equal((AlarmKinds.GrowingBacklog, "/", "tracking"), (alarm.Kind, alarm.Namespace, alarm.Subject));
        Assert.Matches("^queue tracking grows by [0-9]+/s and nobody consumes it: [0-9,]+ messages wait$", alarm.Cause);
        await queue!.PurgeAsync();
        for (int second = 0; second < 90; second++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_watch.Raised);
    }

    [Fact]
    public async Task A_queue_that_grows_because_it_is_paused_says_so()
    {
        (_, Queue? queue) = await _broker.Queues.DeclareAsync(
            "/", "halted", new QueueOptions(), CancellationToken.None);
        queue!.Pause();
        for (int second = 0; second < 60; second++)
        {
            await PublishAsync(queue, 200);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Alarm alarm = Assert.Single(_watch.Raised);
        Assert.Equal((AlarmKinds.GrowingBacklog, "halted"), (alarm.Kind, alarm.Subject));
        Assert.Matches("^queue halted grows by [0-9]+/s and is paused$", alarm.Cause);
        Assert.Equal("Resume it when you are done.", alarm.Remedy);
    }

    [Fact]
    public async Task A_queue_that_grows_although_it_has_consumers_is_raised_as_their_slowness()
    {
        (_, Queue? queue) = await _broker.Queues.DeclareAsync(
            "/", "slow", new QueueOptions(), CancellationToken.None);
        Assert.True(queue!.TryAddConsumer(new QueueConsumer("lazy", false, false, 0, new LazySink())));
        for (int second = 0; second < 60; second++)
        {
            await PublishAsync(queue, 200);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Alarm alarm = Assert.Single(_watch.Raised);
        Assert.Equal((AlarmKinds.SlowConsumer, "/", "slow"), (alarm.Kind, alarm.Namespace, alarm.Subject));
        Assert.Matches(
            "^queue slow grows by [0-9]+/s although it has a consumer, which settles 0/s and holds 0 messages$",
            alarm.Cause);
    }

    [Fact]
    public async Task Messages_that_die_are_raised_at_once_and_end_a_minute_after_the_last()
    {
        (_, Queue? queue) = await _broker.Queues.DeclareAsync(
            "/", "deadly", new QueueOptions { MessageTtlMs = 1 }, CancellationToken.None);
        await PublishAsync(queue!, 3);
        _time.Advance(TimeSpan.FromSeconds(1));
        await queue!.ExpireAsync();
        await Eventually.TrueAsync(() => Task.FromResult(queue.Counters.Died == 3));
        _time.Advance(TimeSpan.FromSeconds(1));

        Alarm alarm = Assert.Single(_watch.Raised);
        Assert.Equal((AlarmKinds.DeadLetters, "deadly"), (alarm.Kind, alarm.Subject));
        Assert.Contains("3 since the start", alarm.Cause, StringComparison.Ordinal);
        Assert.EndsWith("they are dropped, for it has no dead-letter exchange", alarm.Cause, StringComparison.Ordinal);
        for (int second = 0; second < 70; second++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_watch.Raised);
    }

    [Fact]
    public void A_full_disk_is_raised_after_a_while_and_ends_when_there_is_room_again()
    {
        _disk = new DiskSpace(50L << 30, 1000L << 30);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(_watch.Raised);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(AlarmKinds.DiskSpace, Assert.Single(_watch.Raised).Kind);
        _disk = new DiskSpace(500L << 30, 1000L << 30);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(_watch.Raised);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(_watch.Raised);
    }

    private async Task PublishAsync(Queue queue, int messages)
    {
        for (int i = 0; i < messages; i++)
            _batch.Add(queue.Topic.Partitions[0], _time.NowMs, "k"u8, "v"u8, [], 0);
        _points.Clear();
        _batch.Commit(_points);
        await Eventually.TrueAsync(() => Task.FromResult(_points.TrueForAll(static p => p.IsDurable)));
    }

    /// <summary>Never takes a message.</summary>
    private sealed class LazySink : IDeliverySink
    {
        public bool TryTakeCredit(QueueConsumer consumer) => false;

        public void ReturnCredit(QueueConsumer consumer)
        {
        }

        public bool TryDeliver(QueueConsumer consumer, in Delivery delivery) => false;

        public int UnsettledOf(QueueConsumer consumer) => 0;

        public void Flush()
        {
        }

        public void OnCancelled(QueueConsumer consumer)
        {
        }
    }
}
