using Weir.Storage.Compaction;
using Weir.Storage.Embedded;
using Weir.Storage.Files;

namespace Weir.Storage.Tests.Compaction;

public sealed class EmbeddedCompactionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-compaction-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Merged_and_compacted_segments_are_there_after_a_restart()
    {
        await using (LogScenario log = await OpenAsync())
        {
            for (int i = 0; i < 8; i++) await log.SegmentAsync($"a={i}", $"k{i}=0");
            Assert.Equal(8, (await log.MergeAsync()).SegmentsBefore);
            Assert.Equal(7, (await log.CompactAsync()).RecordsRemoved);
            for (int i = 0; i < 2; i++) await log.SegmentAsync($"b={i}");
            Retention.Apply(log.Shard, log.Log, -1, 1, log.Time.NowMs);
            await log.AppendAsync(["c=1"]);
        }

        await using LogScenario again = await OpenAsync();
        Assert.Equal(["17:b=1", "18:c=1"], await again.ReadAsync());
        await again.Store.CheckpointAsync(default);
        Assert.Single(again.Log.Segments);
    }

    private async Task<LogScenario> OpenAsync() => await LogScenario.OpenAsync(
        await EmbeddedEngine.OpenAsync(
            new PhysicalFileSystem(_directory), new EmbeddedOptions { PrepareAhead = false }, default));
}
