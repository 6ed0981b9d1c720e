using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

/// <summary>Somebody sets the machine's clock: sessions and rounds are measured in real time all the same.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_newcomer_waits_one_session_for_a_silent_member_also_when_the_clock_is_back_meanwhile()
    {
        await using GroupBroker group = await GroupBroker.StartAsync();
        string silent = await group.StableMemberAsync();
        group.Time.Advance(TimeSpan.FromSeconds(5));
        Task<JoinReply> joined = group.JoinAsync();
        Assert.Equal(GroupState.PreparingRebalance, group.State);
        group.Time.SetClock(TimeSpan.FromHours(-1));
        group.Time.Advance(TimeSpan.FromSeconds(6));
        group.Time.SetClock(TimeSpan.FromHours(1));
        group.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(GroupState.CompletingRebalance, group.State);
        Assert.DoesNotContain((await joined).Members, m => m.MemberId == silent);
    }

    [Fact]
    public async Task A_silent_member_is_dropped_also_when_the_clock_was_back_at_the_end_of_an_earlier_session()
    {
        await using GroupBroker group = await GroupBroker.StartAsync();
        string member = await group.StableMemberAsync();
        group.Time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(GroupError.None, await group.HeartbeatAsync(member));
        group.Time.SetClock(TimeSpan.FromHours(-1));
        group.Time.Advance(TimeSpan.FromSeconds(4));
        group.Time.SetClock(TimeSpan.FromHours(1));
        Assert.Equal(GroupError.None, await group.HeartbeatAsync(member));
        group.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(GroupState.Empty, group.State);
    }

    [Fact]
    public async Task A_clock_that_is_set_ahead_ends_no_session()
    {
        await using GroupBroker group = await GroupBroker.StartAsync();
        string member = await group.StableMemberAsync();
        group.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(GroupError.None, await group.HeartbeatAsync(member));
        group.Time.SetClock(TimeSpan.FromHours(1));
        group.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(GroupError.None, await group.HeartbeatAsync(member));
    }

    [Fact]
    public async Task A_heartbeat_while_the_clock_is_ahead_keeps_a_member_for_one_session()
    {
        await using GroupBroker group = await GroupBroker.StartAsync();
        string member = await group.StableMemberAsync();
        group.Time.SetClock(TimeSpan.FromHours(1));
        Assert.Equal(GroupError.None, await group.HeartbeatAsync(member));
        group.Time.SetClock(TimeSpan.FromHours(-1));
        group.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(GroupState.Empty, group.State);
    }
}
