using Weir.Admin.Alarms;

namespace Weir.Admin.Tests;

public sealed class AlarmTests
{
    private static readonly AlarmCondition Backlog = new(
        AlarmKinds.GrowingBacklog, "/", "tracking", "queue tracking grows by 12,000/s and nobody consumes it",
        "Start a consumer.", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));

    private readonly AlarmBoard _board = new();
    private long _nowMs = 1_000_000;

    [Fact]
    public void A_condition_becomes_an_alarm_when_it_lasts_and_only_once()
    {
        Assert.Empty(Hold(29).Raised);
        Alarm alarm = Assert.Single(Hold(2).Raised);
        Assert.Equal((Backlog.Cause, Backlog.Remedy, 1_001_000), (alarm.Cause, alarm.Remedy, alarm.SinceMs));
        Assert.Empty(Hold(10).Raised);
        Assert.Single(_board.Raised);
    }

    [Fact]
    public void What_goes_before_it_lasted_starts_anew()
    {
        Hold(29);
        Quiet(1);
        Assert.Empty(Hold(29).Raised);
        Assert.Empty(_board.Raised);
    }

    [Fact]
    public void An_alarm_outlives_a_short_lull_and_ends_after_a_long_one()
    {
        Hold(31);
        Assert.Empty(Quiet(59).Ended);
        Assert.Empty(Hold(1).Raised);
        Assert.Single(_board.Raised);
        Assert.Single(Quiet(60).Ended);
        Assert.Empty(_board.Raised);
    }

    private (List<Alarm> Raised, List<Alarm> Ended) Hold(int seconds) => Observe(seconds, [Backlog]);

    private (List<Alarm> Raised, List<Alarm> Ended) Quiet(int seconds) => Observe(seconds, []);

    private (List<Alarm> Raised, List<Alarm> Ended) Observe(int seconds, AlarmCondition[] conditions)
    {
        List<Alarm> raised = [], ended = [];
        for (int i = 0; i < seconds; i++)
        {
            _nowMs += 1_000;
            var change = _board.Observe(conditions, _nowMs);
            raised.AddRange(change.Raised);
            ended.AddRange(change.Ended);
        }

        return (raised, ended);
    }
}
