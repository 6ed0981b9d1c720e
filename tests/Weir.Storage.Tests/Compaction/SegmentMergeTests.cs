using Weir.Storage.Compaction;
using Weir.Storage.Logs;

namespace Weir.Storage.Tests.Compaction;

public sealed class SegmentMergeTests
{
    [Fact]
    public async Task Eight_small_segments_become_one_and_every_byte_stays()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}", $"b={i}");
        byte[][] before = await log.BatchesAsync();
        CompactionResult result = await log.MergeAsync();
        Assert.Equal((true, 8, 1), (result.IsComplete, result.SegmentsBefore, result.SegmentsAfter));
        Assert.Equal(result.BytesBefore, result.BytesAfter);
        Assert.Equal((0, 16), (log.Log.Segments.Single().BaseOffset, log.Log.Segments.Single().NextOffset));
        Assert.Equal(before, await log.BatchesAsync());
        Assert.Equal(log.SegmentKeys, log.Memory.ManifestOf(log.Shard.Id).Segments.Select(static s => s.Key));
        Assert.Equal(log.SegmentKeys, log.Memory.Contents.Keys.Where(static k => k.EndsWith(".seg", StringComparison.Ordinal)));
        await log.CrashAsync();
        Assert.Equal(before, await log.BatchesAsync());
    }

    [Fact]
    public async Task Seven_small_segments_stay()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 7; i++) await log.SegmentAsync($"a={i}");
        Assert.Equal(CompactionResult.Nothing, await log.MergeAsync());
        Assert.Equal(7, log.Log.Segments.Count);
    }

    [Fact]
    public async Task A_crash_before_the_manifest_names_the_merged_segment_leaves_the_old_ones()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}");
        byte[][] before = await log.BatchesAsync();
        log.Memory.BeforeCommit = static _ => throw new IOException("gone");
        await Assert.ThrowsAsync<IOException>(async () => await log.MergeAsync());
        Assert.Equal(before, await log.BatchesAsync());
        log.Memory.BeforeCommit = static _ => default;
        await log.CrashAsync();
        Assert.Equal(8, log.Log.Segments.Count);
        Assert.Equal(before, await log.BatchesAsync());
        Assert.Equal(9, log.Memory.Contents.Count);
    }

    [Fact]
    public async Task A_crash_after_the_manifest_names_the_merged_segment_leaves_that_one()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}");
        byte[][] before = await log.BatchesAsync();
        log.Memory.AfterCommit = static () => throw new IOException("gone");
        await Assert.ThrowsAsync<IOException>(async () => await log.MergeAsync());
        Assert.Equal(before, await log.BatchesAsync());
        log.Memory.AfterCommit = static () => default;
        await log.CrashAsync();
        Assert.Single(log.Log.Segments);
        Assert.Equal(before, await log.BatchesAsync());
        Assert.Equal(2, log.Memory.Contents.Count);
    }

    [Fact]
    public async Task Checkpoints_and_appends_go_on_while_segments_are_copied()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}");
        log.Memory.BeforeCreate = async _ =>
        {
            log.Memory.BeforeCreate = static _ => default;
            await log.SegmentAsync("b=1");
        };
        Assert.True((await log.MergeAsync()).IsComplete);
        Assert.Equal([(0L, 8L), (8L, 9L)], log.Log.Segments.Select(static s => (s.BaseOffset, s.NextOffset)));
        await log.CrashAsync();
        Assert.Equal("8:b=1", (await log.ReadAsync())[^1]);
    }

    [Fact]
    public async Task A_merge_gives_up_when_retention_has_dropped_a_source_and_leaves_nothing_behind()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 9; i++) await log.SegmentAsync($"a={i}");
        log.Memory.BeforeCreate = async _ =>
        {
            log.Memory.BeforeCreate = static _ => default;
            Retention.Apply(log.Shard, log.Log, -1, 2 * 9_000, log.Time.NowMs);
            await log.Store.CheckpointAsync(default);
        };
        Assert.False((await log.MergeAsync()).IsComplete);
        Assert.Equal(["7:a=7", "8:a=8"], await log.ReadAsync());
        Assert.Equal(log.SegmentKeys.Count + 1, log.Memory.Contents.Count);
    }

    [Fact]
    public async Task A_merge_gives_up_when_the_partition_is_deleted()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}");
        log.Memory.BeforeCreate = _ =>
        {
            log.Store.DeleteLog(log.Log);
            return default;
        };
        Assert.False((await log.MergeAsync()).IsComplete);
        log.Memory.BeforeCreate = static _ => default;
        await log.Store.CheckpointAsync(default);
        Assert.Single(log.Memory.Contents);
    }

    [Fact]
    public async Task A_reader_that_chose_a_segment_before_it_was_merged_reads_the_merged_one()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}");
        await log.CrashAsync();
        log.Memory.BeforeOpen = async _ =>
        {
            log.Memory.BeforeOpen = static _ => default;
            Assert.True((await log.MergeAsync()).IsComplete);
        };
        Assert.Equal(8, (await log.ReadAsync()).Length);
        Assert.Single(log.Log.Segments);
    }

    [Fact]
    public async Task A_search_by_time_that_chose_a_segment_before_it_was_merged_searches_the_merged_one()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++)
        {
            log.Time.NowMs++;
            await log.SegmentAsync($"a={i}");
        }

        await log.CrashAsync();
        log.Memory.BeforeOpen = async _ =>
        {
            log.Memory.BeforeOpen = static _ => default;
            Assert.True((await log.MergeAsync()).IsComplete);
        };
        Assert.Equal(5, (await log.Log.FindByTimestampAsync(log.Time.NowMs - 2, default))?.Offset);
    }

    [Fact]
    public async Task A_slice_stays_readable_after_its_segment_was_merged_away()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}");
        byte[] before = (await log.BatchesAsync())[0];
        using LogSlice slice = (await log.Log.ReadAsync(0, 1, long.MaxValue, true, default))!;
        Assert.True((await log.MergeAsync()).IsComplete);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        await slice.CopyToAsync(buffer, default);
        Assert.Equal(before, buffer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Segments_further_apart_than_the_span_stay_apart()
    {
        SegmentEntry[] segments = Sized([.. Enumerable.Repeat(10L, 16)]);
        Assert.Equal(16, SegmentMerge.FindRun(segments, 1000, 15).Count);
        Assert.Equal(10, SegmentMerge.FindRun(segments, 1000, 9).Count);
        Assert.Equal(0, SegmentMerge.FindRun(segments, 1000, 6).Count);
    }

    [Fact]
    public void A_merged_segment_never_exceeds_the_target_and_large_ones_are_left_alone()
    {
        Assert.Equal(10, SegmentMerge.FindRun(Sized([.. Enumerable.Repeat(10L, 16)]), 100, long.MaxValue).Count);
        Assert.Equal(0, SegmentMerge.FindRun(Sized([.. Enumerable.Repeat(25L, 16)]), 100, long.MaxValue).Count);
    }

    [Fact]
    public void Clean_and_dirty_segments_of_a_compacted_log_are_not_mixed()
    {
        SegmentEntry[] segments = Sized([.. Enumerable.Repeat(10L, 16)]);
        for (int i = 0; i < 7; i++) segments[i] = segments[i] with { Key = "x.clean.seg" };
        ArraySegment<SegmentEntry> run = SegmentMerge.FindRun(segments, 1000, long.MaxValue);
        Assert.Equal((7, 9), (run.Offset, run.Count));
    }

    [Fact]
    public void A_byte_is_copied_logarithmically_often_and_few_segments_stay()
    {
        const long target = 64L << 20;
        var segments = new List<SegmentEntry>();
        var random = new Random(1);
        long written = 0, copied = 0;
        for (int i = 0; i < 5_000; i++)
        {
            long bytes = random.Next(8 << 10, 64 << 10);
            written += bytes;
            segments.Add(new SegmentEntry(1, i, i + 1, i, bytes, $"{i}.seg"));
            while (SegmentMerge.FindRun([.. segments], target, long.MaxValue) is { Count: > 0 } run)
            {
                long sum = run.Sum(static s => s.DataBytes);
                Assert.All(run, s => Assert.True(s.DataBytes * 2 <= sum));
                copied += sum;
                segments.RemoveRange(run.Offset, run.Count);
                segments.Insert(run.Offset, run[0] with { NextOffset = run[^1].NextOffset, DataBytes = sum });
            }
        }

        Assert.True(copied < written * 5, $"{copied / written} times");
        Assert.True(segments.Count < 60, $"{segments.Count} segments");
    }

    private static SegmentEntry[] Sized(params long[] bytes) =>
        [.. bytes.Select(static (b, i) => new SegmentEntry(1, i, i + 1, i, b, $"{i}.seg"))];
}
