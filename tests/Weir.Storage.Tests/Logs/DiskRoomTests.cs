using Weir.Storage.Logs;
using Weir.Storage.Memory;
using Weir.Testing.Time;

namespace Weir.Storage.Tests.Logs;

/// <summary>When publishes are no longer taken, and when again.</summary>
public sealed class DiskRoomTests : IAsyncDisposable
{
    private const long Reserve = 100 << 20;
    private readonly ManualTime _time = new();
    private readonly MemoryEngine _engine = new();
    private readonly List<bool> _changes = [];
    private LogStore _store = null!;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task It_is_short_below_the_reserve_and_no_longer_a_little_above_it()
    {
        await OpenAsync(Reserve);
        Assert.False(SetFree(Reserve));
        Assert.True(SetFree(Reserve - 1));
        Assert.True(SetFree(Reserve + (Reserve / 16)));
        Task found = _store.Disk.WhenFoundAsync();
        Assert.False(found.IsCompleted);
        Assert.False(SetFree(Reserve + (Reserve / 8)));
        await found;
        Assert.Equal([true, false], _changes);
    }

    [Fact]
    public async Task What_a_checkpoint_may_still_copy_is_kept_free_as_well()
    {
        await OpenAsync(Reserve);
        PartitionLog log = _store.CreateLog(LogFixture.Define(LogFixture.First));
        using (ShardWrite write = _store[LogFixture.First.Shard].Enter())
            LogFixture.Append(write, log, LogFixture.Batch(500_000));
        Assert.True(_store.MemoryBytes > 0);
        Assert.True(SetFree(Reserve + _store.MemoryBytes - 1));
    }

    [Fact]
    public async Task Without_a_reserve_nobody_looks()
    {
        await OpenAsync(0);
        Assert.False(SetFree(0));
        Assert.True(_store.Disk.WhenFoundAsync().IsCompleted);
    }

    private async Task OpenAsync(long reserve)
    {
        var options = new LogStoreOptions { FreeBytesMin = reserve };
        _store = await LogStore.OpenAsync(
            _engine, options, static _ => new Compaction.NoState(), [], _time, CancellationToken.None);
        _store.Disk.Changed += _changes.Add;
    }

    private bool SetFree(long bytes)
    {
        _engine.Faults.FreeBytes = bytes;
        _time.Advance(TimeSpan.FromMilliseconds(500));
        return _store.Disk.IsShort;
    }
}
