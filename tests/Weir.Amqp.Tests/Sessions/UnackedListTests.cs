using Weir.Amqp.Sessions;
using Weir.Broker.Queues;

namespace Weir.Amqp.Tests.Sessions;

public sealed class UnackedListTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task It_agrees_with_a_sorted_set_whatever_is_taken(int seed)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        Queue queue = (await broker.Server.Broker.Queues.DeclareAsync("/", "q", new QueueOptions(), default)).Queue!;
        var random = new Random(seed);
        var list = new UnackedList();
        var model = new SortedSet<ulong>();
        ulong next = 0;
        for (int step = 0; step < 20_000; step++)
        {
            if (random.Next(3) > 0)
            {
                list.Add(new UnackedEntry(++next, queue, new MessageRef(0, (long)next, 0), null));
                model.Add(next);
                continue;
            }

            ulong tag = (ulong)random.NextInt64((long)next + 2) + 1;
            bool multiple = random.Next(20) == 0;
            var taken = new List<UnackedEntry>();
            bool found = list.TryTake(tag, multiple, taken);
            Assert.Equal(model.Contains(tag), found);
            ulong[] expected = !found ? [] : multiple ? [.. model.Where(t => t <= tag)] : [tag];
            Assert.Equal(expected, taken.Select(e => e.Tag));
            foreach (ulong gone in expected) model.Remove(gone);
            Assert.Equal(model.Count, list.Count);
        }
    }
}
