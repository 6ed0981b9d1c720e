using Weir.Broker.Delays;

namespace Weir.Broker.Tests.Delays;

public sealed class DelayIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_gives_what_is_due_in_order_whatever_was_added_and_removed_before(int seed)
    {
        var random = new Random(seed);
        var index = new DelayIndex();
        var model = new SortedSet<(long DueMs, long Offset)>();
        for (long offset = 0; offset < 5_000; offset++)
        {
            long dueMs = random.Next(300);
            index.Add(new DelayEntry(dueMs, offset));
            model.Add((dueMs, offset));
            if (random.Next(1_000) == 0)
            {
                long gone = random.Next(10);
                index.RemoveWhere(entry => entry.Offset % 10 == gone);
                model.RemoveWhere(entry => entry.Offset % 10 == gone);
            }

            if (random.Next(3) == 0) MustGiveNext(index, model, random.Next(300));
        }

        while (model.Count > 0) MustGiveNext(index, model, long.MaxValue);
        Assert.Equal(0, index.Count);
    }

    private static void MustGiveNext(DelayIndex index, SortedSet<(long DueMs, long Offset)> model, long nowMs)
    {
        bool isDue = index.TryTakeDue(nowMs, out DelayEntry entry);
        Assert.Equal(model.Count > 0 && model.Min.DueMs <= nowMs, isDue);
        if (!isDue) return;
        Assert.Equal(model.Min, (entry.DueMs, entry.Offset));
        model.Remove(model.Min);
    }
}
