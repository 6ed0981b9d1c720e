using Weir.Storage.Logs;
using Weir.Storage.Scheduling;
using Weir.Testing.Time;

namespace Weir.Storage.Tests.Logs;

/// <summary>How memory that runs short is shared: at the pace of the checkpoint, and fairly.</summary>
public sealed class MemoryRoomTests : IDisposable
{
    private const long BudgetBytes = 64 << 20;

    private readonly ChunkPool _pool = new(0);
    private readonly WakeUp _wanted = new(new ManualTime());
    private readonly MemoryRoom _room;
    private Task? _wait;

    public MemoryRoomTests() => _room = new MemoryRoom(_pool, BudgetBytes, _wanted);

    public void Dispose() => _wanted.Dispose();

    [Fact]
    public void Below_half_of_the_budget_nobody_waits_and_a_checkpoint_is_asked_for_at_a_quarter()
    {
        Use((BudgetBytes / 4) - (1 << 20));
        Assert.True(WaitAsync(50 << 20).IsCompletedSuccessfully);
        Assert.False(IsCheckpointWanted());
        Use(1 << 20);
        for (int i = 0; i < 2; i++)
        {
            Assert.True(WaitAsync(50 << 20).IsCompletedSuccessfully);
            // Once: whoever appends next need not ask again.
            Assert.Equal(i == 0, IsCheckpointWanted());
        }

        _room.Begin(0);
        Assert.True(WaitAsync(50 << 20).IsCompletedSuccessfully);
        Assert.True(IsCheckpointWanted());
    }

    [Fact]
    public void Above_it_a_flood_gets_on_as_the_checkpoint_does()
    {
        Use(BudgetBytes / 2);
        Task first = WaitAsync(1 << 20), second = WaitAsync(1 << 20), third = WaitAsync(1 << 20);
        Assert.True(IsCheckpointWanted());
        _room.Begin(32 << 20);
        Assert.False(first.IsCompleted);
        _room.Advance(1);
        Assert.Equal((true, false), (first.IsCompleted, second.IsCompleted));
        _room.Advance(1 << 20);
        Assert.Equal((true, false), (second.IsCompleted, third.IsCompleted));
        _room.Advance(1 << 20);
        Assert.True(third.IsCompleted);
    }

    [Fact]
    public void In_each_checkpoint_a_share_is_free_and_no_more()
    {
        Use(BudgetBytes / 2);
        _ = WaitAsync(1 << 20);
        _room.Begin(32 << 20);
        var quiet = new RoomAccount();
        for (int i = 0; i < 64; i++)
        {
            quiet.Charge(1 << 10);
            Assert.True(_room.WaitAsync(quiet, default).AsTask().IsCompletedSuccessfully);
        }

        quiet.Charge(1 << 10);
        Task more = _room.WaitAsync(quiet, default).AsTask();
        Assert.False(more.IsCompleted);
        _room.Close();
        Assert.True(more.IsCompleted);
    }

    [Fact]
    public void The_free_shares_of_a_thousand_producers_together_are_bounded()
    {
        Use(BudgetBytes / 2);
        _room.Begin(32 << 20);
        int free = Enumerable.Range(0, 1_000).Count(_ => WaitAsync(64 << 10).IsCompleted);
        Assert.Equal(BudgetBytes / 16 / (64 << 10), free);
    }

    [Fact]
    public void Memory_that_came_back_lets_everybody_go()
    {
        byte[] held = _pool.Rent((int)BudgetBytes, 0);
        Task wait = WaitAsync(10 << 20);
        _pool.Uncount(held);
        _room.Released();
        Assert.True(wait.IsCompleted);
    }

    [Fact]
    public void Who_still_waits_after_a_checkpoint_asks_for_the_next()
    {
        Use(BudgetBytes);
        _ = WaitAsync(1 << 20);
        Assert.True(IsCheckpointWanted());
        _room.Begin(32 << 20);
        _room.Advance(32 << 20);
        _room.AskAgain();
        Assert.True(IsCheckpointWanted());
    }

    private bool IsCheckpointWanted()
    {
        _wait ??= _wanted.WaitAsync(Timeout.InfiniteTimeSpan);
        if (!_wait.IsCompleted) return false;
        _wait = null;
        return true;
    }

    private void Use(long bytes) => _pool.Rent((int)bytes, 0);

    private Task WaitAsync(long bytes)
    {
        var account = new RoomAccount();
        account.Charge(bytes);
        return _room.WaitAsync(account, default).AsTask();
    }
}
