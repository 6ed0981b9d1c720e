using Weir.Storage.Logs;
using Weir.Storage.Memory;

namespace Weir.Storage.Tests.Logs;

/// <summary>Memory is bounded, and nobody waits for ever because of it.</summary>
public sealed class MemoryTests
{
    private const long BudgetBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Appending_far_more_than_the_budget_keeps_to_it()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            options: new LogStoreOptions { MemoryBytesMax = BudgetBytes });
        byte[] batch = LogFixture.Batch(20_000);
        var account = new RoomAccount();
        for (int i = 0; i < 1_000; i++)
        {
            await fixture.Store.WaitForRoomAsync(account, default).AsTask().WaitAsync(Patience);
            await fixture.AppendAsync(fixture.Log, batch);
            account.Charge(batch.Length);
            Assert.True(fixture.Store.MemoryBytes <= BudgetBytes * 2, $"{fixture.Store.MemoryBytes} bytes");
        }

        Assert.Equal(1_000, (await LogFixture.ReadAsync(fixture.Log)).Count);
    }

    [Fact]
    public async Task Producers_that_wait_for_room_go_on_when_the_disk_does()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            options: new LogStoreOptions { MemoryBytesMax = BudgetBytes });
        fixture.Faults.Hold();
        while (fixture.Store.MemoryBytes < BudgetBytes) fixture.Append(fixture.Log, LogFixture.Batch(100_000));
        Task[] waits = [.. Enumerable.Range(0, 20).Select(_ => WaitAsync(fixture, 100_000))];
        Assert.DoesNotContain(waits, static w => w.IsCompleted);
        fixture.Faults.Release();
        await Task.WhenAll(waits).WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_appends_little_does_not_wait_behind_those_who_flood()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            options: new LogStoreOptions { MemoryBytesMax = BudgetBytes });
        fixture.Faults.Hold();
        while (fixture.Store.MemoryBytes < BudgetBytes) fixture.Append(fixture.Log, LogFixture.Batch(100_000));
        Task flood = WaitAsync(fixture, 100_000);
        Task consumer = WaitAsync(fixture, 0);
        Assert.True(consumer.IsCompletedSuccessfully);
        fixture.Faults.Release();
        await flood.WaitAsync(Patience);
    }

    [Fact]
    public async Task Closing_lets_waiting_producers_go()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            options: new LogStoreOptions { MemoryBytesMax = BudgetBytes });
        fixture.Faults.Hold();
        while (fixture.Store.MemoryBytes < BudgetBytes) fixture.Append(fixture.Log, LogFixture.Batch(100_000));
        Task wait = WaitAsync(fixture, 100_000);
        Assert.False(wait.IsCompleted);
        fixture.Faults.Release();
        await fixture.Store.DisposeAsync();
        await wait.WaitAsync(Patience);
    }

    [Fact]
    public async Task Small_tails_that_a_checkpoint_carried_go_to_segments_when_memory_is_short()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            options: new LogStoreOptions { MemoryBytesMax = 20 << 10 });
        await fixture.AppendAsync(fixture.Log, LogFixture.Batch(500));
        await fixture.CheckpointAsync();
        Assert.Empty(fixture.Log.Segments);
        await fixture.AppendAsync(fixture.Other, LogFixture.Batch(18_000));
        await fixture.CheckpointAsync();
        Assert.Equal((1, 0), (fixture.Log.Segments.Count, fixture.Store.MemoryBytes));
    }

    [Fact]
    public async Task A_log_of_memory_durability_gives_up_its_oldest_records_when_memory_is_short()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            Durability.Memory, new LogStoreOptions { MemoryBytesMax = BudgetBytes });
        var account = new RoomAccount();
        for (int i = 0; i < 500; i++)
        {
            await fixture.Store.WaitForRoomAsync(account, default).AsTask().WaitAsync(Patience);
            fixture.Append(fixture.Log, LogFixture.Batch(10_000));
            account.Charge(10_000);
        }

        Assert.True(fixture.Log.StartOffset > 0);
        Assert.Equal(500, fixture.Log.ReadableEnd);
        Assert.True(fixture.Store.MemoryBytes <= BudgetBytes * 2);
    }

    [Fact]
    public async Task A_log_of_memory_durability_is_empty_after_a_restart_and_can_be_read()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(Durability.Memory);
        for (int i = 0; i < 5; i++) fixture.Append(fixture.Log, LogFixture.Batch(100));
        await fixture.AppendAsync(fixture.Other, LogFixture.Batch(100));
        await fixture.CheckpointAsync();
        await fixture.CrashAsync();
        Assert.Equal((5, 5), (fixture.Log.StartOffset, fixture.Log.ReadableEnd));
        Assert.Null(await fixture.Log.ReadAsync(2, 100, long.MaxValue, true, default));
        Assert.Throws<InvalidOperationException>(() => fixture.Log.Durability = Durability.Fsync);
    }

    [Fact]
    public async Task A_deleted_log_holds_no_memory_even_if_a_producer_still_appends()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        PartitionLog log = fixture.Log;
        await fixture.AppendAsync(log, LogFixture.Batch(5_000));
        fixture.Store.DeleteLog(log);
        using (ShardWrite write = fixture.Shard.Enter()) LogFixture.Append(write, log, LogFixture.Batch(5_000));
        await fixture.AppendAsync(fixture.Other, LogFixture.Batch(100));
        await fixture.CheckpointAsync();
        fixture.Store.DeleteLog(fixture.Other);
        Assert.Equal(0, fixture.Store.MemoryBytes);
        Assert.Null(await log.ReadAsync(0, 100, long.MaxValue, true, default));
    }

    [Fact]
    public async Task A_checkpoint_that_fails_leaves_no_blobs_and_does_not_stop_the_others()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.AppendAsync(fixture.Log, LogFixture.Batch(30_000));
        PartitionLog elsewhere = fixture.Store.Find(LogFixture.Elsewhere)!;
        await fixture.AppendAsync(elsewhere, LogFixture.Batch(30_000));
        fixture.Faults.Fence(LogFixture.First.Shard);
        await fixture.CheckpointAsync();
        Assert.Empty(fixture.Log.Segments);
        Assert.Single(elsewhere.Segments);
        var blobs = new List<string>();
        await foreach (string key in fixture.Engine.Blobs.ListAsync("s03/", default)) blobs.Add(key);
        Assert.Empty(blobs);
    }

    /// <summary>Waits as a producer that appended so many bytes.</summary>
    private static Task WaitAsync(LogFixture fixture, long bytes)
    {
        var account = new RoomAccount();
        account.Charge(bytes);
        return fixture.Store.WaitForRoomAsync(account, default).AsTask();
    }
}
