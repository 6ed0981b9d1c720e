using Weir.Broker.Queues;

namespace Weir.Broker.Tests.Queues;

/// <summary>Who gets the next message, and how many in a row.</summary>
public sealed class ConsumerListTests
{
    [Fact]
    public void A_few_consumers_take_turns_message_by_message()
    {
        ConsumerList list = ListOf(Many(3));
        list.BeginRun(1_000_000);
        Assert.Equal(["0", "1", "2", "0", "1", "2"], Take(list, 6));
    }

    [Fact]
    public void Many_consumers_of_a_long_backlog_get_messages_in_a_row()
    {
        ConsumerList list = ListOf(Many(20));
        list.BeginRun(60);
        Assert.Equal(["0", "0", "0", "1", "1", "1", "2", "2", "2"], Take(list, 9));
    }

    [Fact]
    public void Nobody_gets_more_than_in_turn_while_there_is_not_enough_for_all()
    {
        ConsumerList list = ListOf(Many(20));
        list.BeginRun(39);
        Assert.Equal([.. Enumerable.Range(0, 20).Select(Name)], Take(list, 20));
    }

    [Fact]
    public void A_row_ends_with_the_credit_and_the_next_run_goes_on_with_the_next()
    {
        Sink[] sinks = Many(20);
        sinks[0].Credit = 2;
        ConsumerList list = ListOf(sinks);
        list.BeginRun(80);
        Assert.Equal(["0", "0", "1", "1", "1", "1", "2"], Take(list, 7));
        list.BeginRun(20);
        Assert.Equal(["3", "4"], Take(list, 2));
    }

    [Fact]
    public void Lower_priorities_get_what_higher_ones_have_no_credit_for()
    {
        Sink[] sinks = Many(5);
        sinks[3].Credit = 1;
        sinks[4].Credit = 2;
        ConsumerList list = ListOf(sinks, [0, 0, 0, 7, 7]);
        list.BeginRun(100);
        Assert.Equal(["3", "4", "4", "0", "1", "2", "0"], Take(list, 7));
    }

    [Fact]
    public void Only_the_first_is_served_where_one_is_active()
    {
        Sink[] sinks = Many(20);
        sinks[0].Credit = 3;
        ConsumerList list = ListOf(sinks, isSingleActive: true);
        list.BeginRun(1_000);
        Assert.Equal(["0", "0", "0"], Take(list, 3));
        Assert.Null(list.Take());
    }

    private static string Name(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Sink[] Many(int count) => [.. Enumerable.Range(0, count).Select(static _ => new Sink())];

    private static ConsumerList ListOf(Sink[] sinks, int[]? priorities = null, bool isSingleActive = false)
    {
        var list = new ConsumerList(isSingleActive);
        for (int i = 0; i < sinks.Length; i++)
            Assert.True(list.TryAdd(new QueueConsumer(Name(i), false, false, priorities?[i] ?? 0, sinks[i])));
        Assert.True(list.Admit());
        return list;
    }

    private static string[] Take(ConsumerList list, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => list.Take()!.Tag)];

    private sealed class Sink : IDeliverySink
    {
        public int Credit { get; set; } = int.MaxValue;

        public bool TryTakeCredit(QueueConsumer consumer) => Credit-- > 0;

        public void ReturnCredit(QueueConsumer consumer) => Credit++;

        public bool TryDeliver(QueueConsumer consumer, in Delivery delivery) => true;

        public int UnsettledOf(QueueConsumer consumer) => 0;

        public void Flush()
        {
        }

        public void OnCancelled(QueueConsumer consumer)
        {
        }
    }
}
