using Weir.Storage.Logs;

namespace Weir.Storage.Tests.Logs;

/// <summary>What a read gives: whole batches without holes, within its limits, from tail and segments.</summary>
public sealed class ReadTests
{
    // Chunks hold 1, 16 and 128 KiB, so these lie in several; some batches do not fit the rest of theirs.
    private static readonly int[] Sizes =
        [300, 400, 900, 120, 5_000, 90, 8_000, 7_000, 200, 3_000, 70_000, 60_000, 150];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_size_limit_gives_the_longest_prefix_or_less_never_a_split_or_a_hole(bool fromSegments)
    {
        await using LogFixture fixture = await FilledAsync(fromSegments);
        List<byte[]> all = await LogFixture.ReadAsync(fixture.Log);
        Assert.Equal(Sizes.Length, all.Count);
        byte[] whole = [.. all.SelectMany(static b => b)];
        int start = 0;
        for (int first = 0; first < all.Count; start += all[first++].Length)
        {
            long offset = LogFixture.Header(all[first]).BaseOffset;
            for (int bytesMax = 0; bytesMax < 160_000; bytesMax += 1 + (bytesMax / 20))
            {
                foreach (bool atLeastOne in (bool[])[false, true])
                {
                    byte[] read = await LogFixture.BytesAsync(fixture.Log, offset, bytesMax, long.MaxValue, atLeastOne);
                    List<byte[]> batches = LogFixture.Split(read);
                    Assert.True(read.AsSpan().SequenceEqual(whole.AsSpan(start, read.Length)), "there is a hole");
                    bool isOverLimit = read.Length > bytesMax;
                    Assert.True(!isOverLimit || (atLeastOne && batches.Count == 1));
                    Assert.True(batches.Count > 0 || !(atLeastOne || all[first].Length <= bytesMax));
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_offset_inside_a_batch_gives_that_batch_and_an_end_inside_one_stops_before_it(bool fromSegments)
    {
        await using LogFixture fixture = await FilledAsync(fromSegments, records: 3);
        for (long offset = 0; offset < Sizes.Length * 3; offset++)
        {
            for (long end = offset; end <= Sizes.Length * 3; end++)
            {
                byte[] read = await LogFixture.BytesAsync(fixture.Log, offset, 200_000, end, true);
                List<byte[]> batches = LogFixture.Split(read);
                Assert.True(batches.Count == 0 || LogFixture.Header(batches[^1]).NextOffset <= end);
                if (end < offset - (offset % 3) + 3) Assert.Empty(batches);
                else Assert.Equal(offset - (offset % 3), LogFixture.Header(batches[0]).BaseOffset);
            }
        }
    }

    [Fact]
    public async Task Reading_on_crosses_from_segments_into_the_tail()
    {
        await using LogFixture fixture = await FilledAsync(fromSegments: true);
        for (int i = 0; i < 5; i++) await fixture.AppendAsync(fixture.Log, LogFixture.Batch(2_000, fill: 9));
        foreach (int bytesMax in (int[])[1, 3_000, 100_000, int.MaxValue])
            Assert.Equal(Sizes.Length + 5, (await LogFixture.ReadAsync(fixture.Log, 0, bytesMax)).Count);
    }

    [Fact]
    public async Task Offsets_outside_the_log_are_told_apart_from_its_end()
    {
        await using LogFixture fixture = await FilledAsync(fromSegments: false);
        await fixture.TrimAsync(fixture.Log, 5);
        Assert.Null(await fixture.Log.ReadAsync(4, 100, long.MaxValue, true, default));
        Assert.Null(await fixture.Log.ReadAsync(Sizes.Length + 1, 100, long.MaxValue, true, default));
        Assert.Empty(await LogFixture.BytesAsync(fixture.Log, Sizes.Length, 100, long.MaxValue, true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_time_gives_the_first_record_at_or_after_it(bool fromSegments)
    {
        await using LogFixture fixture = await FilledAsync(fromSegments, records: 3);
        for (int batch = 0; batch < Sizes.Length; batch++)
        {
            for (int record = 0; record < 3; record++)
            {
                OffsetAndTimestamp? found = await fixture.Log.FindByTimestampAsync(TimeOf(batch) + record, default);
                Assert.Equal((batch * 3) + record, found!.Value.Offset);
            }

            OffsetAndTimestamp? between = await fixture.Log.FindByTimestampAsync(TimeOf(batch) - 50, default);
            Assert.Equal(batch * 3, between!.Value.Offset);
        }

        Assert.Null(await fixture.Log.FindByTimestampAsync(TimeOf(Sizes.Length), default));
        Assert.Equal((Sizes.Length * 3) - 1, (await fixture.Log.FindMaxTimestampAsync(default))!.Value.Offset);
    }

    [Fact]
    public async Task A_slice_keeps_its_bytes_when_the_log_lets_go_of_them()
    {
        await using LogFixture fixture = await FilledAsync(fromSegments: false);
        List<byte[]> all = await LogFixture.ReadAsync(fixture.Log);
        using LogSlice slice = (await fixture.Log.ReadAsync(0, int.MaxValue, long.MaxValue, true, default))!;
        await fixture.TrimAsync(fixture.Log, Sizes.Length);
        Assert.Equal(0, fixture.Log.SizeBytes);
        for (int i = 0; i < 50; i++) await fixture.AppendAsync(fixture.Log, LogFixture.Batch(10_000, fill: 0xEE));
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        slice.CopyTo(buffer);
        Assert.Equal(all, LogFixture.Split(buffer.WrittenSpan.ToArray()));
    }

    private static long TimeOf(int batch) => 10_000 + (batch * 100);

    private static async Task<LogFixture> FilledAsync(bool fromSegments, int records = 1)
    {
        LogFixture fixture = await LogFixture.OpenAsync();
        for (int i = 0; i < Sizes.Length; i++)
            await fixture.AppendAsync(fixture.Log, LogFixture.Batch(Sizes[i], records, TimeOf(i), (byte)i));
        if (fromSegments) await fixture.CheckpointAsync();
        Assert.Equal(fromSegments, fixture.Log.Segments.Count > 1);
        return fixture;
    }
}
