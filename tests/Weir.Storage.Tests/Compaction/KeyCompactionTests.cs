using Weir.Storage.Compaction;
using Weir.Wire.Records;

namespace Weir.Storage.Tests.Compaction;

public sealed class KeyCompactionTests
{
    private static readonly CompactionPolicy Always = new() { MinDirtyRatio = 0 };

    [Fact]
    public async Task The_newest_record_of_each_key_stays_at_its_offset()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1", "b=1", "c=1");
        await log.SegmentAsync("b=2", "a=2", "a=3");
        CompactionResult result = await log.CompactAsync();
        Assert.Equal((true, 3L), (result.IsComplete, result.RecordsRemoved));
        string[] expected = ["2:c=1", "3:b=2", "5:a=3"];
        Assert.Equal(expected, await log.ReadAsync());
        await log.CrashAsync();
        Assert.Equal(expected, await log.ReadAsync());
        Assert.Equal(6, log.Log.NextOffset);
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    public async Task Batches_keep_their_codec_and_what_they_cover(CompressionCodec codec)
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        log.Codec = codec;
        await log.AppendAsync(["a=1", "b=1", "a=2", "c=1", "a=3"]);
        log.Codec = CompressionCodec.None;
        await log.SegmentAsync("c=2");
        await log.CompactAsync();
        Assert.Equal(["1:b=1", "4:a=3", "5:c=2"], await log.ReadAsync());
        RecordBatchHeader.TryRead((await log.BatchesAsync())[0], out RecordBatchHeader header);
        Assert.Equal(
            (codec, 0, 4, 2), (header.Compression, header.BaseOffset, header.LastOffsetDelta, header.RecordCount));
    }

    [Fact]
    public async Task Every_offset_can_be_read_from_after_batches_vanished()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("b=1");
        await log.SegmentAsync("a=2");
        await log.SegmentAsync("a=3");
        await log.CompactAsync();
        await log.AppendAsync(["b=2"]);
        await log.SegmentAsync("a=4");
        await log.CompactAsync(Always with { EndOffset = 6 });
        for (int from = 0; from < 6; from++)
            Assert.Equal(from < 5 ? ["4:b=2", "5:a=4"] : (string[])["5:a=4"], await log.ReadAsync(from));
    }

    [Fact]
    public async Task A_run_whose_last_batch_is_obsolete_still_ends_at_its_last_offset()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        log.Log.SegmentBytesMax = 10_000;
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("a=2");
        await log.SegmentAsync("b=1");
        await log.CompactAsync();
        Assert.Equal(["1:a=2", "2:b=1"], await log.ReadAsync());
        Assert.Equal([0L, 1L, 2L], log.Log.Segments.Select(static s => s.BaseOffset));
        RecordBatchHeader.TryRead((await log.BatchesAsync())[0], out RecordBatchHeader header);
        Assert.Equal((0, 0), (header.RecordCount, header.LastOffset));
    }

    [Fact]
    public async Task What_a_trim_hides_is_compacted_too_until_no_crash_can_bring_it_back()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("a!");
        await log.SegmentAsync("a!");
        log.Memory.LosesFrames = true;
        log.Trim(1);
        await log.CompactAsync();
        Assert.Equal(["2:a!"], await log.ReadAsync());
        log.Memory.LosesFrames = false;
        await log.CrashAsync();
        Assert.Equal(0, log.Log.StartOffset);
        Assert.Equal(["2:a!"], await log.ReadAsync());
    }

    [Fact]
    public async Task A_compacted_log_is_left_alone_until_enough_of_it_is_dirty_again()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("b=1");
        await log.SegmentAsync("c=1");
        var half = new CompactionPolicy { MinDirtyRatio = 0.5 };
        Assert.Equal(3, (await log.CompactAsync(half)).SegmentsBefore);
        Assert.Equal(CompactionResult.Nothing, await log.CompactAsync(half));
        await log.SegmentAsync("a=2");
        Assert.Equal(CompactionResult.Nothing, await log.CompactAsync(half));
        await log.CrashAsync();
        Assert.Equal(CompactionResult.Nothing, await log.CompactAsync(half));
        Assert.Equal(1, (await log.CompactAsync(half with { MinDirtyRatio = 0.2 })).RecordsRemoved);
        Assert.Equal(["1:b=1", "2:c=1", "3:a=2"], await log.ReadAsync());
    }

    [Fact]
    public async Task A_dirty_record_older_than_the_greatest_lag_starts_a_compaction()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("a=2");
        var policy = new CompactionPolicy { MinDirtyRatio = 1, MaxLagMs = 1_000 };
        log.Time.NowMs += 1_000;
        Assert.Equal(CompactionResult.Nothing, await log.CompactAsync(policy));
        log.Time.NowMs += 1;
        Assert.Equal(1, (await log.CompactAsync(policy)).RecordsRemoved);
    }

    [Fact]
    public async Task Records_younger_than_the_least_lag_neither_go_nor_make_others_go()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("a=2");
        log.Time.NowMs += 1_000;
        await log.SegmentAsync("a=3");
        await log.CompactAsync(Always with { MinLagMs = 1_000 });
        Assert.Equal(["1:a=2", "2:a=3"], await log.ReadAsync());
    }

    [Fact]
    public async Task Segments_beyond_the_end_offset_are_left_alone()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("a=2", "a=3");
        await log.CompactAsync(Always with { EndOffset = 2 });
        Assert.Equal(["0:a=1", "1:a=2", "2:a=3"], await log.ReadAsync());
    }

    [Fact]
    public async Task A_tombstone_removes_older_records_at_once_and_itself_after_its_retention()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        CompactionPolicy policy = Always with { DeleteRetentionMs = 1_000 };
        await log.SegmentAsync("a=1", "b=1");
        await log.SegmentAsync("a!");
        await log.CompactAsync(policy);
        Assert.Equal(["1:b=1", "2:a!"], await log.ReadAsync());

        log.Time.NowMs += 999;
        await log.SegmentAsync("c=1");
        await log.CompactAsync(policy);
        Assert.Equal(["1:b=1", "2:a!", "3:c=1"], await log.ReadAsync());

        log.Time.NowMs += 1;
        await log.SegmentAsync("d=1");
        await log.CompactAsync(policy);
        Assert.Equal(["1:b=1", "3:c=1", "4:d=1"], await log.ReadAsync());
    }

    [Fact]
    public async Task A_delete_horizon_does_not_change_timestamps()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        long writtenMs = log.Time.NowMs;
        await log.SegmentAsync("b=1", "a!");
        log.Time.NowMs += 5_000;
        await log.CompactAsync();
        RecordBatchHeader.TryRead((await log.BatchesAsync())[0], out RecordBatchHeader header);
        Assert.Equal((true, writtenMs), (header.HasDeleteHorizon, header.MaxTimestamp));
        Assert.Equal(log.Time.NowMs + (24 * 60 * 60 * 1000), header.BaseTimestamp);
        Assert.Equal(0, (await log.Log.FindByTimestampAsync(writtenMs, default))?.Offset);
        Assert.Equal(writtenMs, (await log.Log.FindByTimestampAsync(writtenMs, default))?.Timestamp);
    }

    [Fact]
    public async Task Log_append_time_is_kept()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.AppendAsync(["a=1", "b=1"], timestampMs: 5_000, logAppendTime: true);
        await log.SegmentAsync("a=2");
        await log.CompactAsync();
        RecordBatchHeader.TryRead((await log.BatchesAsync())[0], out RecordBatchHeader header);
        Assert.Equal((1, true, 5_000L), (header.RecordCount, header.IsLogAppendTime, header.MaxTimestamp));
    }

    [Fact]
    public async Task A_transactional_batch_is_copied_and_removes_nothing()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1", "b=1");
        await log.AppendAsync(["a=2"], transactional: true);
        await log.SegmentAsync("b=2");
        await log.CompactAsync();
        Assert.Equal(["0:a=1", "2:a=2", "3:b=2"], await log.ReadAsync());
    }

    [Fact]
    public async Task A_tombstone_behind_a_copied_transactional_batch_never_expires()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        CompactionPolicy policy = Always with { DeleteRetentionMs = 0 };
        await log.AppendAsync(["a=1"], transactional: true);
        await log.SegmentAsync("a!");
        await log.CompactAsync(policy);
        await log.SegmentAsync("b=1");
        await log.CompactAsync(policy);
        Assert.Equal(["0:a=1", "1:a!", "2:b=1"], await log.ReadAsync());
    }

    [Fact]
    public async Task Segments_that_come_during_a_compaction_wait_for_the_next()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("a=1");
        await log.SegmentAsync("a=2");
        log.Memory.BeforeCreate = async key =>
        {
            bool isCompacted = key.EndsWith(".clean.seg", StringComparison.Ordinal);
            if (isCompacted && log.Log.NextOffset < 10) await log.SegmentAsync("a=3");
        };
        CompactionResult result = await log.CompactAsync();
        Assert.Equal((true, 2), (result.IsComplete, result.SegmentsBefore));
        Assert.Equal(["1:a=2", "2:a=3"], await log.ReadAsync());
    }

    [Fact]
    public async Task Records_without_a_key_stay()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        await log.SegmentAsync("=1", "a=1");
        await log.SegmentAsync("=2", "a=2");
        await log.CompactAsync();
        Assert.Equal(["0:=1", "2:=2", "3:a=2"], await log.ReadAsync());
    }

    [Fact]
    public async Task More_keys_than_the_map_holds_take_several_passes()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        string[] Batch(int from, int value) => [.. Enumerable.Range(from, 300).Select(i => $"k{i}={value}")];
        for (int value = 0; value < 2; value++)
            for (int from = 0; from < 1_500; from += 300) await log.AppendAsync(Batch(from, value));
        await log.SegmentAsync("x=1");
        CompactionResult result = await log.CompactAsync(Always with { KeyMapBytesMax = 1 });
        Assert.Equal((true, 1_500L), (result.IsComplete, result.RecordsRemoved));
        Assert.Equal(
            Enumerable.Range(0, 1_500).Select(static i => $"{1_500 + i}:k{i}=1").Append("3000:x=1"),
            await log.ReadAsync());
        Assert.Equal(CompactionResult.Nothing, await log.CompactAsync());
    }

    [Fact]
    public async Task A_batch_with_more_keys_than_the_map_holds_loses_no_newest_record_and_is_passed()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        string[] keys = [.. Enumerable.Range(0, 1_000).Select(static i => $"k{i}")];
        await log.AppendAsync([.. keys.Select(static k => $"{k}=1"), .. keys.Select(static k => $"{k}!")]);
        await log.SegmentAsync("x=1");
        CompactionPolicy policy = Always with { KeyMapBytesMax = 1, DeleteRetentionMs = 0 };
        Assert.True((await log.CompactAsync(policy)).IsComplete);
        await log.SegmentAsync("x=2");
        Assert.True((await log.CompactAsync(policy)).IsComplete);
        string[] left = await log.ReadAsync();
        Assert.All(left.Where(static r => r.EndsWith("=1", StringComparison.Ordinal)), r =>
            Assert.Contains(left, l => l.EndsWith($":{r[(r.IndexOf(':') + 1)..^2]}!", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reads_see_each_newest_record_at_every_step()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        log.Log.SegmentBytesMax = 20_000;
        for (int i = 0; i < 6; i++) await log.SegmentAsync("a=" + i, $"k{i}=0");
        int looks = 0;
        log.Memory.AfterCommit = Look;
        log.Memory.BeforeCreate = _ => Look();
        Assert.True((await log.CompactAsync()).IsComplete);
        Assert.True(looks >= 4);
        Assert.Equal(["1:k0=0", "3:k1=0", "5:k2=0", "7:k3=0", "9:k4=0", "10:a=5", "11:k5=0"], await log.ReadAsync());

        async ValueTask Look()
        {
            looks++;
            Assert.Superset(
                new HashSet<string>(["1:k0=0", "3:k1=0", "5:k2=0", "7:k3=0", "9:k4=0", "10:a=5", "11:k5=0"]),
                new HashSet<string>(await log.ReadAsync()));
        }
    }

    [Fact]
    public async Task A_crash_between_two_groups_keeps_the_first_and_the_next_run_finishes()
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        log.Log.SegmentBytesMax = 20_000;
        for (int i = 0; i < 6; i++) await log.SegmentAsync("a=" + i, $"k{i}=0");
        int commits = 0;
        log.Memory.BeforeCommit = _ => ++commits == 2 ? throw new IOException("gone") : default;
        await Assert.ThrowsAsync<IOException>(async () => await log.CompactAsync());
        await log.CrashAsync();
        Assert.Equal(["1:k0=0", "3:k1=0", "4:a=2"], (await log.ReadAsync())[..3]);
        Assert.True((await log.CompactAsync()).IsComplete);
        Assert.Equal(["1:k0=0", "3:k1=0", "5:k2=0", "7:k3=0", "9:k4=0", "10:a=5", "11:k5=0"], await log.ReadAsync());
        await log.CrashAsync();
        Assert.Equal(["1:k0=0", "3:k1=0", "5:k2=0", "7:k3=0", "9:k4=0", "10:a=5", "11:k5=0"], await log.ReadAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_histories_keep_exactly_what_a_simple_model_keeps(int seed)
    {
        await using LogScenario log = await LogScenario.OpenAsync();
        var random = new Random(seed);
        var newest = new SortedDictionary<long, string>();
        var offsets = new Dictionary<string, long>();
        log.Log.SegmentBytesMax = 40_000;
        for (int round = 0; round < 30; round++)
        {
            long next = log.Log.NextOffset;
            string[] records =
                [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => $"k{random.Next(25)}={random.Next(100)}")];
            foreach (string record in records)
            {
                string key = record[..record.IndexOf('=')];
                if (offsets.Remove(key, out long old)) newest.Remove(old);
                offsets[key] = next;
                newest[next] = $"{next}:{record}";
                next++;
            }

            log.Codec = random.Next(2) == 0 ? CompressionCodec.Gzip : CompressionCodec.None;
            await log.AppendAsync(records);
            log.Codec = CompressionCodec.None;
            if (offsets.Remove("flush", out long flush)) newest.Remove(flush);
            offsets["flush"] = next;
            newest[next] = $"{next}:flush=0";
            await log.SegmentAsync("flush=0");
            if (random.Next(3) == 0) await log.MergeAsync();
            if (random.Next(4) == 0) await log.CrashAsync();
            log.Log.SegmentBytesMax = 40_000;
            if (random.Next(3) > 0) continue;
            Assert.True((await log.CompactAsync(Always with { KeyMapBytesMax = 1 })).IsComplete);
            Assert.Equal(newest.Values, (await log.ReadAsync()).Where(r => newest.ContainsValue(r)));
        }

        await log.SegmentAsync("end=1");
        newest[log.Log.NextOffset - 1] = $"{log.Log.NextOffset - 1}:end=1";
        await log.CompactAsync();
        Assert.Equal(newest.Values, await log.ReadAsync());
    }
}
