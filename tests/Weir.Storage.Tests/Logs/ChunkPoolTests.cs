using Weir.Storage.Logs;

namespace Weir.Storage.Tests.Logs;

/// <summary>What tails use and what is kept for them is never more than the budget together.</summary>
public sealed class ChunkPoolTests
{
    private const int Class = 64 << 10;
    private const long BudgetBytes = 16 * Class;

    private readonly ChunkPool _pool = new(BudgetBytes);

    [Fact]
    public void What_is_returned_is_used_again()
    {
        byte[] buffer = _pool.Rent(Class, 0);
        Give(buffer);
        Assert.Equal(Class, _pool.FreeBytes);
        Assert.Same(buffer, _pool.Rent(Class, 0));
        Assert.Equal(0, _pool.FreeBytes);
        Assert.Equal(Class, _pool.UsedBytes);
    }

    [Fact]
    public void At_most_half_of_the_budget_is_kept()
    {
        byte[][] rented = [.. Enumerable.Range(0, 16).Select(_ => _pool.Rent(Class, 0))];
        foreach (byte[] buffer in rented) Give(buffer);
        Assert.Equal(BudgetBytes / 2, _pool.FreeBytes);
    }

    [Fact]
    public void Nothing_is_kept_beside_tails_that_use_the_whole_budget()
    {
        byte[] first = _pool.Rent(Class, 0);
        _pool.Uncount(first);
        for (int i = 0; i < 16; i++) _pool.Rent(Class, 0);
        _pool.Return(first);
        Assert.Equal(0, _pool.FreeBytes);
    }

    [Fact]
    public void Free_memory_of_another_size_goes_when_the_budget_is_used()
    {
        byte[][] rented = [.. Enumerable.Range(0, 8).Select(_ => _pool.Rent(Class, 0))];
        foreach (byte[] buffer in rented) Give(buffer);
        Assert.Equal(BudgetBytes / 2, _pool.FreeBytes);
        for (int used = 1; used <= 8; used++)
        {
            _pool.Rent(2 * Class, 0);
            Assert.Equal(Math.Min(BudgetBytes / 2, BudgetBytes - (used * 2L * Class)), _pool.FreeBytes);
        }
    }

    [Fact]
    public void A_batch_beyond_the_largest_size_is_counted_and_never_kept()
    {
        byte[] large = _pool.Rent((1 << 20) + 1, 0);
        Assert.Equal((1 << 20) + 1, _pool.UsedBytes);
        Give(large);
        Assert.Equal(0, _pool.UsedBytes);
        Assert.Equal(0, _pool.FreeBytes);
    }

    private void Give(byte[] buffer)
    {
        _pool.Uncount(buffer);
        _pool.Return(buffer);
    }
}
