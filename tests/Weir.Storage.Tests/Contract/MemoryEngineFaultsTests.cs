using Weir.Storage.Memory;

namespace Weir.Storage.Tests.Contract;

/// <summary>The memory engine's faults do what they say, since other tests rely on them.</summary>
public sealed class MemoryEngineFaultsTests
{
    private static readonly ShardId Shard = new(3);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Unknown_appends_are_stored_or_lost_as_told()
    {
        MemoryEngine engine = new();
        engine.Faults.AtAppend(1, AppendFault.UnknownButStored);
        engine.Faults.AtAppend(2, AppendFault.UnknownAndLost);
        Fence fence = await Claim(engine);
        Assert.Equal(Commit.Unknown, await engine.Journal.AppendAsync(fence, 1, default, Durability.Fsync));
        Assert.Equal(Commit.Unknown, await engine.Journal.AppendAsync(fence, 2, default, Durability.Fsync));
        Assert.Equal(1, await Count(engine));
    }

    [Fact]
    public async Task A_fenced_shard_takes_nothing_until_it_is_claimed_again()
    {
        MemoryEngine engine = new();
        Fence fence = await Claim(engine);
        engine.Faults.Fence(Shard);
        Assert.False(engine.Ownership.MayServe(fence));
        Assert.Equal(Commit.Fenced, await engine.Journal.AppendAsync(fence, 1, default, Durability.Fsync));
        fence = await Claim(engine);
        Assert.Equal(Commit.Done, await engine.Journal.AppendAsync(fence, 1, default, Durability.Fsync));
    }

    [Fact]
    public async Task Held_appends_complete_on_release()
    {
        MemoryEngine engine = new();
        Fence fence = await Claim(engine);
        engine.Faults.Hold();
        ValueTask<Commit> append = engine.Journal.AppendAsync(fence, 1, default, Durability.Fsync);
        Assert.False(append.IsCompleted);
        engine.Faults.Release();
        Assert.True(append.IsCompleted);
        Assert.Equal(Commit.Done, await append);
    }

    [Fact]
    public async Task A_crash_loses_unsynced_frames_when_told_to()
    {
        MemoryEngine engine = new() { Faults = { LosesUnsyncedOnCrash = true } };
        Fence fence = await Claim(engine);
        await engine.Journal.AppendAsync(fence, 1, default, Durability.Os);
        await engine.Journal.AppendAsync(fence, 2, default, Durability.Fsync);
        await engine.Journal.AppendAsync(fence, 3, default, Durability.Os);
        MemoryEngine next = engine.Crash();
        Assert.Equal(Commit.Unknown, await engine.Journal.AppendAsync(fence, 4, default, Durability.Os));
        Assert.Equal(2, await Count(next));
    }

    [Fact]
    public async Task A_failed_engine_acknowledges_nothing_more()
    {
        MemoryEngine engine = new();
        engine.Faults.AtAppend(1, AppendFault.EngineFails);
        Fence fence = await Claim(engine);
        Assert.Equal(Commit.Unknown, await engine.Journal.AppendAsync(fence, 1, default, Durability.Fsync));
        Assert.True(engine.Failed.IsCompleted);
        Assert.Equal(Commit.Unknown, await engine.Journal.AppendAsync(fence, 1, default, Durability.Fsync));
    }

    private static async Task<Fence> Claim(MemoryEngine engine) =>
        (await engine.Ownership.ClaimAsync(Shard, None))!.Value;

    private static async Task<int> Count(MemoryEngine engine)
    {
        int count = 0;
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(await Claim(engine), 1, None))
            Assert.Equal(++count, frame.Lsn);
        return count;
    }
}
