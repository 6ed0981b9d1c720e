using Weir.Broker.Queues;

namespace Weir.Broker.Tests.Queues;

public sealed class SettledAheadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_a_set_however_the_queue_moves(int seed)
    {
        var random = new Random(seed);
        var model = new HashSet<long>();
        var ranges = new List<(long From, long To)>();
        for (long at = random.Next(5); at < 1_000;)
        {
            long to = at + 1 + random.Next(20);
            ranges.Add((at, to));
            for (; at < to; at++) model.Add(at);
            at += 1 + random.Next(20);
        }

        long next = random.Next(10);
        var ahead = new SettledAhead(ranges, next);
        for (; next < 1_100; next += random.Next(15))
        {
            ahead.Pass(next);
            Assert.Equal(model.Count(o => o >= next), ahead.Count);
            for (long offset = next; offset < next + 40; offset++)
                Assert.Equal(model.Contains(offset), ahead.Contains(offset));
            long free = next;
            while (model.Contains(free)) free++;
            Assert.Equal(free, ahead.Skip(next));
        }
    }
}
