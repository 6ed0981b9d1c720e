using Weir.Storage.Compaction;

namespace Weir.Storage.Tests.Compaction;

public sealed class RetentionTests
{
    [Fact]
    public async Task Segments_older_than_the_limit_go_and_their_blobs_with_the_next_checkpoint()
    {
        await using LogScenario log = await ThreeSegmentsAsync();
        Assert.Equal(2, Retention.Apply(log.Shard, log.Log, 1_500, -1, log.Time.NowMs));
        Assert.Equal(["2:a=3"], await log.ReadAsync());
        await log.Store.CheckpointAsync(default);
        Assert.Single(log.Log.Segments);
        await log.CrashAsync();
        Assert.Equal(["2:a=3"], await log.ReadAsync());
    }

    [Fact]
    public async Task A_record_exactly_as_old_as_the_limit_stays()
    {
        await using LogScenario log = await ThreeSegmentsAsync();
        Assert.Equal(1, Retention.Apply(log.Shard, log.Log, 2_000, -1, log.Time.NowMs));
    }

    [Fact]
    public async Task The_trim_survives_a_crash_before_the_checkpoint()
    {
        await using LogScenario log = await ThreeSegmentsAsync();
        Retention.Apply(log.Shard, log.Log, 1_500, -1, log.Time.NowMs);
        await log.CrashAsync();
        Assert.Equal(["2:a=3"], await log.ReadAsync());
    }

    [Fact]
    public async Task Everything_may_go()
    {
        await using LogScenario log = await ThreeSegmentsAsync();
        log.Time.NowMs += 10_000;
        await log.AppendAsync(["b=1"]);
        log.Time.NowMs += 10_000;
        Assert.Equal(4, Retention.Apply(log.Shard, log.Log, 1, -1, log.Time.NowMs));
        Assert.Empty(await log.ReadAsync());
        await log.AppendAsync(["b=2"]);
        Assert.Equal(["4:b=2"], await log.ReadAsync());
    }

    [Theory]
    [InlineData(27_000, 0)]
    [InlineData(18_000, 1)]
    [InlineData(17_000, 1)]
    [InlineData(9_000, 2)]
    public async Task At_least_so_many_bytes_stay(long bytes, long start)
    {
        await using LogScenario log = await ThreeSegmentsAsync();
        Assert.Equal(start, Retention.Apply(log.Shard, log.Log, -1, bytes, log.Time.NowMs));
    }

    [Fact]
    public async Task Negative_limits_are_none()
    {
        await using LogScenario log = await ThreeSegmentsAsync();
        log.Time.NowMs += 1_000_000;
        Assert.Equal(0, Retention.Apply(log.Shard, log.Log, -1, -1, log.Time.NowMs));
        Assert.Equal(0, Retention.Apply(log.Shard, log.Log, long.MaxValue, long.MaxValue, log.Time.NowMs));
    }

    /// <summary>One record each, of 9,100 bytes or so; 3, 2 and 1 seconds old.</summary>
    private static async Task<LogScenario> ThreeSegmentsAsync()
    {
        LogScenario log = await LogScenario.OpenAsync();
        for (int i = 1; i <= 3; i++)
        {
            await log.SegmentAsync($"a={i}");
            log.Time.NowMs += 1_000;
        }

        return log;
    }
}
