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
}
