using Weir.Hosting.Configuration;
using Weir.Load;

namespace Weir.Tests.Load;

public sealed class PaceTests
{
    private const long Start = 5 * LoadClock.Second;

    [Fact]
    public void What_became_due_during_a_stall_is_due_at_its_own_time_not_at_the_end_of_the_stall()
    {
        Pace pace = new(Plan(ratePerSecond: 1000), 0, Span());

        // Message 0 went out in time; then nothing could be sent for half a second.
        long afterStall = Start + LoadClock.Second / 2;
        Assert.Equal(500, pace.Ready(1, afterStall, most: 10_000));
        Assert.Equal(Start + LoadClock.Second / 1000, pace.DueAt(1));
        Assert.Equal(Start + LoadClock.Second / 2, pace.DueAt(500));
    }

    [Fact]
    public void Producers_share_the_rate_and_take_turns()
    {
        LoadPlan plan = Plan(ratePerSecond: 1000) with { Producers = 4 };
        long[] first = [.. Enumerable.Range(0, 4).Select(i => new Pace(plan, i, Span()).DueAt(0) - Start)];

        Assert.Equal([0, 1_000_000, 2_000_000, 3_000_000], first);
        Assert.Equal(4_000_000, new Pace(plan, 0, Span()).DueAt(1) - Start);
    }

    [Fact]
    public void Nothing_is_due_before_the_beginning_or_after_the_end()
    {
        Pace pace = new(Plan(ratePerSecond: 100), 0, Span());

        Assert.Equal(0, pace.Ready(0, Start - 1, most: 10));
        Assert.Equal(1, pace.Ready(0, Start, most: 10));

        // 1 s to warm up and 2 s measured at 100 a second are 300 messages, however late it is.
        Assert.Equal(300, pace.Planned);
        Assert.Equal(300, pace.Ready(0, Start + 60 * LoadClock.Second, most: 10_000));
        Assert.Equal(0, pace.Ready(300, Start + 60 * LoadClock.Second, most: 10_000));
        Assert.Equal(long.MaxValue, pace.NextAt(300, Start));
    }

    [Fact]
    public void Flat_out_as_much_is_due_as_there_is_room_until_the_time_or_the_count_is_over()
    {
        Pace pace = new(Plan(ratePerSecond: 0) with { MessagesPerProducer = 50 }, 0, Span());

        Assert.Equal(32, pace.Ready(0, Start, most: 32));
        Assert.Equal(18, pace.Ready(32, Start, most: 32));
        Assert.Equal(0, pace.Ready(50, Start, most: 32));
        Assert.Equal(0, pace.Ready(0, Start + 3 * LoadClock.Second, most: 32));
    }

    private static LoadPlan Plan(double ratePerSecond) =>
        new() { Target = new Endpoint("127.0.0.1", 1), Name = "pace", RatePerSecond = ratePerSecond };

    private static LoadSpan Span()
    {
        LoadSpan span = new();
        span.BeginAt(Start, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        return span;
    }
}
