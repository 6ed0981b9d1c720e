using Weir.Storage.Logs;
using Weir.Storage.Tests.Compaction;

namespace Weir.Storage.Tests.Checkpoints;

public sealed class CheckpointTests
{
    [Fact]
    public async Task A_second_checkpoint_replaces_the_snapshot_of_the_first()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("a=2");
        Assert.Single(log.Memory.Contents.Keys, static k => k.EndsWith(".snap", StringComparison.Ordinal));
        await log.CrashAsync();
        Assert.Equal(["0:a=1", "1:a=2"], await log.ReadAsync());
    }

    [Fact]
    public async Task What_is_appended_to_a_chunk_while_it_is_being_copied_goes_into_the_next_segment_alone()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 4; i++) await log.AppendAsync([$"a={i}"], pad: true);
        log.Memory.BeforeCreate = async _ =>
        {
            log.Memory.BeforeCreate = static _ => default;
            await log.AppendAsync(["b=1"], pad: true);
        };
        await log.Store.CheckpointAsync(default);
        Assert.Equal((await log.BatchesAsync()).Sum(static b => b.Length), log.Log.SizeBytes);
        await log.SegmentAsync("c=1");
        Assert.Equal([(0L, 4L), (4L, 6L)], log.Log.Segments.Select(static s => (s.BaseOffset, s.NextOffset)));
        await log.CrashAsync();
        Assert.Equal(["0:a=0", "1:a=1", "2:a=2", "3:a=3", "4:b=1", "5:c=1"], await log.ReadAsync());
    }

    [Fact]
    public async Task What_is_journaled_after_a_capture_counts_towards_the_next_checkpoint()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.AppendAsync(["a=1"]);
        using ShardCapture? capture = await log.Shard.CaptureAsync();
        Assert.NotNull(capture);
        Assert.Equal(log.Shard.JournaledBytes, capture.JournaledBytes);
        await log.AppendAsync(["a=2"]);
        long journaled = log.Shard.JournaledBytes;
        log.Shard.Covered(capture.Lsn, capture.JournaledBytes);
        Assert.Equal(journaled - capture.JournaledBytes, log.Shard.JournaledBytes);
        Assert.True(log.Shard.JournaledBytes > 0);
    }

    [Fact]
    public async Task A_checkpoint_that_fails_leaves_no_blobs_behind()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.AppendAsync(["a=1"], pad: true);
        log.Memory.BeforeCreate = static key =>
            key.EndsWith(".snap", StringComparison.Ordinal) ? throw new IOException("full") : default;
        AggregateException failed =
            await Assert.ThrowsAsync<AggregateException>(async () => await log.Store.CheckpointAsync(default));
        Assert.IsType<IOException>(failed.InnerException);
        Assert.Empty(log.Memory.Contents);
        log.Memory.BeforeCreate = static _ => default;
        await log.Store.CheckpointAsync(default);
        Assert.Equal(2, log.Memory.Contents.Count);
        await log.CrashAsync();
        Assert.Equal(["0:a=1"], await log.ReadAsync());
    }
}
