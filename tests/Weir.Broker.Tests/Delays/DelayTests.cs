using Weir.Broker.Delays;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Storage.Memory;

namespace Weir.Broker.Tests.Delays;

public sealed class DelayTests
{
    [Fact]
    public async Task A_record_comes_at_its_time_and_not_before()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        Partition queue = await broker.DeclareAsync("q");
        long nowMs = broker.Time.NowMs;
        await broker.ParkAsync(queue, "late", nowMs + 5_000);
        await broker.ParkAsync(queue, "soon", nowMs + 20);
        broker.Time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.Empty(await DelayBroker.NamesAsync(queue));
        broker.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["soon"], await broker.WaitAsync(queue, 1, stepMs: 0));
        broker.Time.Advance(TimeSpan.FromMilliseconds(4_979));
        Assert.Equal(["soon"], await DelayBroker.NamesAsync(queue));
        broker.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["soon", "late"], await broker.WaitAsync(queue, 2, stepMs: 0));
        await broker.EventuallyAsync(() => Task.FromResult(broker.Broker.Delays.PendingCount == 0));
    }

    [Fact]
    public async Task Records_come_in_the_order_of_their_times_and_then_of_their_arrival()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        Partition queue = await broker.DeclareAsync("q");
        long dueMs = broker.Time.NowMs + 1_000;
        foreach ((string name, int later) in new[] { ("c", 7), ("a", 0), ("d", 7), ("b", 3) })
            await broker.ParkAsync(queue, name, dueMs + later);
        broker.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["a", "b", "c", "d"], await broker.WaitAsync(queue, 4));
    }

    [Fact]
    public async Task What_waits_is_there_after_a_crash()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        Partition queue = await broker.DeclareAsync("q");
        long dueMs = broker.Time.NowMs + 1_000;
        for (int i = 0; i < 10; i++) await broker.ParkAsync(queue, $"{i}", dueMs + (i * 100));
        broker.Time.Advance(TimeSpan.FromMilliseconds(1_250));
        await broker.WaitAsync(queue, 3, stepMs: 0);
        await broker.CrashAsync();
        Assert.Equal(7, broker.Broker.Delays.PendingCount);
        queue = broker.Broker.Topics.Find("/", "q")!.Partitions[0];
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"{i}"), await broker.WaitAsync(queue, 10));
    }

    [Theory]
    [InlineData(AppendFault.UnknownAndLost)]
    [InlineData(AppendFault.UnknownButStored)]
    public async Task A_crash_at_any_frame_neither_loses_nor_repeats(AppendFault fault)
    {
        for (int append = 1; ; append++)
        {
            await using DelayBroker broker = await DelayBroker.StartAsync();
            Partition queue = await broker.DeclareAsync("q");
            broker.Faults.AtAppend(append, fault);
            long startMs = broker.Time.NowMs;
            var promised = new List<string>();
            try
            {
                for (int i = 0; i < 6; i++)
                {
                    await broker.ParkAsync(queue, $"{i}", startMs + (i * 2));
                    promised.Add($"{i}");
                    broker.Time.Advance(TimeSpan.FromMilliseconds(1));
                }

                await broker.EventuallyAsync(() => Task.FromResult(
                    broker.Broker.Delays.PendingCount == 0 || !queue.Shard.IsWritable));
            }
            catch (StorageFailedException)
            {
                // The shard takes no writes from then on.
            }

            bool struck = !queue.Shard.IsWritable;
            await broker.CrashAsync();
            broker.Time.Advance(TimeSpan.FromSeconds(1));
            queue = broker.Broker.Topics.Find("/", "q")!.Partitions[0];
            await broker.EventuallyAsync(() => Task.FromResult(broker.Broker.Delays.PendingCount == 0));
            string[] names = await DelayBroker.NamesAsync(queue);
            Assert.Equal(names.Distinct(), names);
            Assert.Empty(promised.Except(names));
            if (!struck) break;
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_back_delivers_nothing_early_and_loses_nothing()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        Partition queue = await broker.DeclareAsync("q");
        await broker.ParkAsync(queue, "a", broker.Time.NowMs + 1_000);
        broker.Time.SetClock(TimeSpan.FromMinutes(-10));
        broker.Time.Advance(TimeSpan.FromMinutes(9));
        await broker.ParkAsync(queue, "b", broker.Time.NowMs);
        Assert.Equal(["b"], await broker.WaitAsync(queue, 1));
        broker.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["b", "a"], await broker.WaitAsync(queue, 2));
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_is_followed_within_a_second()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        Partition queue = await broker.DeclareAsync("q");
        await broker.ParkAsync(queue, "a", broker.Time.NowMs + 3_600_000);
        await broker.EventuallyAsync(() => Task.FromResult(broker.Time.HasTimerDueIn(TimeSpan.FromSeconds(1))));
        broker.Time.SetClock(TimeSpan.FromHours(1));
        broker.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], await broker.WaitAsync(queue, 1));
    }

    [Fact]
    public async Task What_waits_for_a_queue_goes_with_it_and_stays_when_it_is_purged()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync();
        Partition gone = await broker.DeclareAsync("gone");
        Partition purged = await broker.DeclareAsync("purged");
        long dueMs = broker.Time.NowMs + 60_000;
        for (int i = 0; i < 2_000; i++) await broker.ParkAsync(i % 2 == 0 ? gone : purged, $"{i}", dueMs);
        Assert.Equal(0, await broker.Broker.Queues.Find("/", "purged")!.PurgeAsync());
        await broker.Broker.Topics.DeleteAsync(gone.Topic, default);
        await broker.EventuallyAsync(() => Task.FromResult(broker.Broker.Delays.PendingCount == 1_000));
        gone = await broker.DeclareAsync("gone");
        broker.Time.Advance(TimeSpan.FromMinutes(1));
        await broker.WaitAsync(purged, 1_000);
        Assert.Empty(await DelayBroker.NamesAsync(gone));
    }

    [Fact]
    public async Task No_more_wait_than_the_limit_and_room_comes_back()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync(new DelayOptions { PendingMax = 2 });
        Partition queue = await broker.DeclareAsync("q");
        long dueMs = broker.Time.NowMs + 1_000;
        await broker.ParkAsync(queue, "a", dueMs);
        await broker.ParkAsync(queue, "b", dueMs);
        using var batch = new PublishBatch();
        Assert.False(batch.TryReserveDelayed(broker.Broker.Delays, 1));
        await broker.WaitAsync(queue, 2);
        await broker.EventuallyAsync(() => Task.FromResult(broker.Broker.Delays.PendingCount == 0));
        Assert.True(batch.TryReserveDelayed(broker.Broker.Delays, 2));
        batch.Clear();
        Assert.Equal(0, broker.Broker.Delays.PendingCount);
    }

    [Fact]
    public async Task A_record_of_the_far_future_does_not_keep_the_log_of_those_before()
    {
        await using DelayBroker broker = await DelayBroker.StartAsync(new DelayOptions { RewriteBytesMin = 0 });
        Partition queue = await broker.DeclareAsync("q");
        long nowMs = broker.Time.NowMs;
        await broker.ParkAsync(queue, "far", nowMs + 3_600_000);
        for (int i = 0; i < 100; i++) await broker.ParkAsync(queue, $"{i}", nowMs + 10);
        await broker.WaitAsync(queue, 100);
        PartitionLog log = broker.Broker.Delays.Logs.First();
        await broker.EventuallyAsync(() => Task.FromResult(log.StartOffset > 90));
        await broker.CrashAsync();
        Assert.Equal(1, broker.Broker.Delays.PendingCount);
        broker.Time.Advance(TimeSpan.FromHours(1));
        queue = broker.Broker.Topics.Find("/", "q")!.Partitions[0];
        Assert.Equal("far", (await broker.WaitAsync(queue, 101))[100]);
    }
}
