using Weir.Broker.Queues;

namespace Weir.Broker.Tests.Queues;

public sealed class OffsetSetTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 200)]
    [InlineData(3, 9_000)]
    [InlineData(4, 30_000)]
    public void It_agrees_with_a_plain_set_whatever_is_added(int seed, int rangeMax)
    {
        var random = new Random(seed);
        const int universe = 60_000;
        long floor = random.Next(5_000);
        var set = new OffsetSet(floor);
        bool[] model = new bool[universe + 30_001];
        Array.Fill(model, true, 0, (int)floor);
        for (int step = 0; step < 400; step++)
        {
            int from = random.Next(universe);
            int to = from + 1 + random.Next(rangeMax);
            set.Add(from, to);
            Array.Fill(model, true, from, to - from);
            Assert.Equal(Array.IndexOf(model, false), set.Floor);
            for (int i = 0; i < 200; i++)
            {
                int offset = random.Next(model.Length);
                Assert.Equal(model[offset], set.Contains(offset));
            }
        }

        Assert.Equal(RangesOf(model, set.Floor), set.Ranges());
        Assert.Equal(model.Skip(100).Take(50_000).Count(static isSet => isSet), set.CountBetween(100, 50_100));
    }

    [Fact]
    public void Adding_in_order_leaves_nothing_but_the_floor()
    {
        var set = new OffsetSet(0);
        for (long offset = 0; offset < 100_000; offset++) set.Add(offset, offset + 1);
        Assert.Equal(100_000, set.Floor);
        Assert.Empty(set.Ranges());
    }

    [Fact]
    public void The_longest_range_costs_no_more_than_a_short_one()
    {
        var set = new OffsetSet(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        set.Add(5_000, 1L << 60);
        set.Add(7, 9);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 10);
        Assert.Equal([(7, 9), (5_000, 1L << 60)], set.Ranges());
        Assert.Equal(2 + (1L << 60) - 5_000, set.CountBetween(0, long.MaxValue));
        set.Add(0, 7);
        Assert.Equal(9, set.Floor);
        set.Add(9, 5_000);
        Assert.Equal(1L << 60, set.Floor);
        Assert.Empty(set.Ranges());
    }

    private static List<(long From, long To)> RangesOf(bool[] model, long floor)
    {
        var ranges = new List<(long, long)>();
        for (int at = (int)floor; at < model.Length;)
        {
            if (!model[at])
            {
                at++;
                continue;
            }

            int end = Array.IndexOf(model, false, at);
            ranges.Add((at, end));
            at = end;
        }

        return ranges;
    }
}
