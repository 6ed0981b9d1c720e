using Weir.Storage.Logs;
using Weir.Storage.Memory;

namespace Weir.Storage.Tests.Logs;

/// <summary>What a commit promises: to readers, to waiters, and when it fails.</summary>
public sealed class CommitTests
{
    [Fact]
    public async Task Offsets_are_dense_whoever_appends()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        PartitionLog[] logs = [fixture.Log, fixture.Other];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                byte[] batch = LogFixture.Batch(100 + i, 1 + (i % 3));
                Assert.Equal(Commit.Done, await fixture.AppendAsync(logs[(thread + i) % 2], batch));
            }
        })));
        foreach (PartitionLog log in logs)
        {
            long next = 0;
            foreach (byte[] batch in await LogFixture.ReadAsync(log))
            {
                Assert.Equal(next, LogFixture.Header(batch).BaseOffset);
                next = LogFixture.Header(batch).NextOffset;
            }

            Assert.Equal(log.NextOffset, next);
        }

        await fixture.CrashAsync();
        Assert.Equal(800, (await LogFixture.ReadAsync(fixture.Log)).Count);
    }

    [Fact]
    public async Task Nothing_is_readable_before_its_commit()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        fixture.Faults.Hold();
        long first = fixture.Append(fixture.Log, LogFixture.Batch(100));
        long second = fixture.Append(fixture.Log, LogFixture.Batch(100));
        Assert.Equal((2, 0), (fixture.Log.NextOffset, fixture.Log.ReadableEnd));
        Assert.Empty(await LogFixture.BytesAsync(fixture.Log, 0, 1000, long.MaxValue, true));
        fixture.Faults.Release();
        await fixture.Shard.WaitAsync(second, new CommitWaiter());
        Assert.Equal(first + 1, second);
        Assert.Equal(2, fixture.Log.ReadableEnd);
    }

    [Fact]
    public async Task One_write_to_two_partitions_is_there_whole_or_not_at_all()
    {
        foreach (AppendFault fault in (AppendFault[])[AppendFault.UnknownAndLost, AppendFault.UnknownButStored])
        {
            await using LogFixture fixture = await LogFixture.OpenAsync();
            fixture.Faults.AtAppend(1, fault);
            using (ShardWrite write = fixture.Shard.Enter())
            {
                LogFixture.Append(write, fixture.Log, LogFixture.Batch(100));
                LogFixture.Append(write, fixture.Other, LogFixture.Batch(100));
            }

            await fixture.CrashAsync();
            int expected = fault == AppendFault.UnknownButStored ? 1 : 0;
            Assert.Equal((expected, expected), (fixture.Log.NextOffset, fixture.Other.NextOffset));
        }
    }

    [Fact]
    public async Task A_commit_wakes_each_waiter_once_and_a_waiter_can_wait_again()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        CommitWaiter[] waiters = [new(), new(), new()];
        for (int round = 0; round < 50; round++)
        {
            fixture.Faults.Hold();
            Task<Commit>[] waits = 
            [
                .. waiters.Select(w =>
                    fixture.Shard.WaitAsync(fixture.Append(fixture.Log, LogFixture.Batch(80)), w).AsTask()),
            ];
            Assert.DoesNotContain(waits, static w => w.IsCompleted);
            fixture.Faults.Release();
            Assert.All(await Task.WhenAll(waits), static c => Assert.Equal(Commit.Done, c));
        }
    }

    [Theory]
    [InlineData(AppendFault.UnknownAndLost)]
    [InlineData(AppendFault.UnknownButStored)]
    [InlineData(AppendFault.EngineFails)]
    public async Task A_failed_commit_acknowledges_nobody(AppendFault fault)
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        fixture.Faults.AtAppend(1, fault);
        fixture.Faults.Hold();
        ValueTask<Commit> inFlight = fixture.Shard.WaitAsync(
            fixture.Append(fixture.Log, LogFixture.Batch(80)), new CommitWaiter());
        ValueTask<Commit> pending = fixture.Shard.WaitAsync(
            fixture.Append(fixture.Other, LogFixture.Batch(80)), new CommitWaiter());
        fixture.Faults.Release();
        Assert.Equal(Commit.Unknown, await inFlight);
        Assert.Equal(Commit.Unknown, await pending);
        Assert.Equal((0, 0), (fixture.Log.ReadableEnd, fixture.Other.ReadableEnd));
        Assert.Throws<StorageFailedException>(() => fixture.Append(fixture.Log, LogFixture.Batch(80)));
    }

    [Fact]
    public async Task A_fenced_shard_acknowledges_nobody_and_the_others_go_on()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        fixture.Faults.Fence(LogFixture.First.Shard);
        Assert.Equal(Commit.Fenced, await fixture.AppendAsync(fixture.Log, LogFixture.Batch(80)));
        PartitionLog elsewhere = fixture.Store.Find(LogFixture.Elsewhere)!;
        Assert.Equal(Commit.Done, await fixture.AppendAsync(elsewhere, LogFixture.Batch(80)));
    }

    [Fact]
    public async Task A_failed_commit_does_not_keep_a_checkpoint_waiting()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        fixture.Faults.AtAppend(1, AppendFault.UnknownAndLost);
        fixture.Faults.Hold();
        fixture.Append(fixture.Log, LogFixture.Batch(80));
        fixture.Append(fixture.Log, LogFixture.Batch(80));
        Task checkpoint = fixture.CheckpointAsync().AsTask();
        Assert.False(checkpoint.IsCompleted);
        fixture.Faults.Release();
        await checkpoint.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Records_are_there_after_a_crash_that_lost_their_trim()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        for (int i = 0; i < 20; i++) await fixture.AppendAsync(fixture.Log, LogFixture.Batch(1_000));
        fixture.Faults.AtAppend(21, AppendFault.UnknownAndLost);
        fixture.Faults.Hold();
        using (ShardWrite write = fixture.Shard.Enter()) write.Trim(fixture.Log, 20);
        Assert.Equal(20, fixture.Log.StartOffset);
        Assert.True(fixture.Log.SizeBytes > 15_000);
        await fixture.CrashAsync();
        Assert.Equal(0, fixture.Log.StartOffset);
        Assert.Equal(20, (await LogFixture.ReadAsync(fixture.Log)).Count);
    }

    [Fact]
    public async Task A_trim_beyond_what_is_committed_takes_no_more_after_a_restart()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.AppendAsync(fixture.Log, LogFixture.Batch(100));
        fixture.Faults.Hold();
        fixture.Append(fixture.Log, LogFixture.Batch(100));
        using (ShardWrite write = fixture.Shard.Enter()) write.Trim(fixture.Log, long.MaxValue);
        long lsn = fixture.Append(fixture.Log, LogFixture.Batch(100));
        fixture.Faults.Release();
        Assert.Equal(Commit.Done, await fixture.Shard.WaitAsync(lsn, new CommitWaiter()));
        Assert.Equal(1, fixture.Log.StartOffset);
        await fixture.CrashAsync();
        Assert.Equal((1, 3), (fixture.Log.StartOffset, fixture.Log.ReadableEnd));
        Assert.Equal(2, (await LogFixture.ReadAsync(fixture.Log)).Count);
    }
}
