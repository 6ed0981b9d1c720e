using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

public sealed class RoundTests
{
    private readonly GroupHarness _group = new();

    [Fact]
    public void Followers_wait_for_the_leaders_assignment()
    {
        var leader = _group.JoinReply(_group.Join()).MemberId;
        var second = _group.Join();
        _group.Join(leader);
        var follower = _group.JoinReply(second).MemberId;

        var b = _group.Sync(follower, 2);
        Assert.True(_group.IsParked(b));
        var a = _group.Sync(leader, 2, assignments: [(leader, "p0"), (follower, "p1")]);
        Assert.Equal("p0", _group.AssignmentOf(a));
        Assert.Equal("p1", _group.AssignmentOf(b));
        Assert.Equal("range", _group.SyncReply(b).ProtocolName);
        Assert.Equal("consumer", _group.SyncReply(b).ProtocolType);
    }

    [Fact]
    public void A_late_follower_gets_its_assignment_from_the_stable_group()
    {
        var (_, follower, generation) = _group.StablePair();
        Assert.Equal("p1", _group.AssignmentOf(_group.Sync(follower, generation)));
    }

    [Fact]
    public void A_member_left_out_by_the_leader_gets_nothing()
    {
        var member = _group.JoinReply(_group.Join()).MemberId;
        Assert.Equal("", _group.AssignmentOf(_group.Sync(member, 1, assignments: [("stranger", "p0")])));
    }

    [Fact]
    public void A_sync_must_name_the_groups_member_generation_and_protocol()
    {
        var member = _group.StableSingle();
        Assert.Equal(GroupError.UnknownMember, _group.SyncReply(_group.Sync("stranger", 1)).Error);
        Assert.Equal(GroupError.IllegalGeneration, _group.SyncReply(_group.Sync(member, 0)).Error);
        var otherName = _group.Sync(member, 1, protocol: "sticky");
        Assert.Equal(GroupError.InconsistentProtocol, _group.SyncReply(otherName).Error);
        var otherType = _group.Sync(member, 1, type: "connect");
        Assert.Equal(GroupError.InconsistentProtocol, _group.SyncReply(otherType).Error);
        Assert.Equal("all", _group.AssignmentOf(_group.Sync(member, 1, protocol: "range", type: "consumer")));
    }

    [Fact]
    public void A_join_between_sends_parked_syncs_back_to_join()
    {
        var leader = _group.JoinReply(_group.Join()).MemberId;
        var second = _group.Join();
        _group.Join(leader);
        var sync = _group.Sync(_group.JoinReply(second).MemberId, 2);
        _group.Join();
        Assert.Equal(GroupError.RebalanceInProgress, _group.SyncReply(sync).Error);
        Assert.Equal(GroupError.RebalanceInProgress, _group.SyncReply(_group.Sync(leader, 2)).Error);
    }

    [Fact]
    public void A_follower_that_does_not_join_in_time_is_dropped()
    {
        var (leader, follower, generation) = _group.StablePair();
        var a = _group.Join(leader, rebalanceMs: 30_000);
        for (var i = 0; i < 10; i++)
        {
            // It lives, so its session holds, but it does not join.
            _group.Advance(6_000);
            _group.Heartbeat(follower, generation);
        }

        Assert.Equal(leader, Assert.Single(_group.JoinReply(a).Members).MemberId);
        Assert.Equal(GroupError.UnknownMember, _group.Heartbeat(follower, generation + 1));
    }

    [Fact]
    public void A_leader_that_does_not_join_in_time_is_succeeded()
    {
        var (_, follower, _) = _group.StablePair();
        var b = _group.Join(follower, topics: "t2");
        _group.Advance(60_000);
        Assert.Equal(follower, _group.JoinReply(b).LeaderId);
        Assert.Single(_group.JoinReply(b).Members);
    }

    [Fact]
    public void The_round_waits_for_the_longest_rebalance_timeout()
    {
        var first = _group.JoinReply(_group.Join(rebalanceMs: 20_000, sessionMs: 100_000)).MemberId;
        _group.Sync(first, 1);
        var b = _group.Join(rebalanceMs: 50_000);
        _group.Advance(49_999);
        Assert.True(_group.IsParked(b));
        _group.Advance(1);
        Assert.Equal(GroupError.None, _group.JoinReply(b).Error);
    }

    [Fact]
    public void A_leader_that_never_syncs_is_dropped_and_the_rest_join_again()
    {
        var leader = _group.JoinReply(_group.Join()).MemberId;
        var second = _group.Join();
        _group.Join(leader);
        var follower = _group.JoinReply(second).MemberId;
        var sync = _group.Sync(follower, 2);
        for (var i = 0; i < 10; i++)
        {
            _group.Heartbeat(leader, 2);
            _group.Advance(6_000);
        }

        Assert.Equal(GroupError.RebalanceInProgress, _group.SyncReply(sync).Error);
        Assert.Equal(GroupError.UnknownMember, _group.Heartbeat(leader, 2));
        Assert.Equal(follower, _group.JoinReply(_group.Join(follower)).LeaderId);
    }

    [Fact]
    public void A_follower_that_never_syncs_is_dropped_from_the_stable_group()
    {
        var leader = _group.JoinReply(_group.Join()).MemberId;
        var second = _group.Join();
        _group.Join(leader);
        var follower = _group.JoinReply(second).MemberId;
        _group.Sync(leader, 2, assignments: [(leader, "p0"), (follower, "p1")]);
        for (var i = 0; i < 10; i++)
        {
            _group.Heartbeat(leader, 2);
            _group.Heartbeat(follower, 2);
            _group.Advance(6_000);
        }

        Assert.Equal(GroupError.UnknownMember, _group.Heartbeat(follower, 2));
        Assert.Equal(GroupError.RebalanceInProgress, _group.Heartbeat(leader, 2));
    }

    [Fact]
    public void An_assignment_beyond_the_memory_of_a_group_is_refused()
    {
        var group = new GroupHarness(new GroupOptions { MetadataBytesMax = 500 });
        var member = group.JoinReply(group.Join()).MemberId;
        var sync = group.Sync(member, 1, assignments: [(member, new string('p', 500))]);
        Assert.Equal(GroupError.LimitExceeded, group.SyncReply(sync).Error);
        Assert.Equal(GroupState.CompletingRebalance, group.State);
    }

    [Fact]
    public void A_round_of_absent_members_without_rebalance_timeout_is_looked_at_once_a_second()
    {
        var absent = _group.JoinReply(_group.Join(instance: "i1", sessionMs: 1_000_000, rebalanceMs: 0)).MemberId;
        _group.Sync(absent, 1, "i1");
        var passerBy = _group.Join(rebalanceMs: 10);
        _group.Advance(10);
        _group.Leave(new LeavingMember(_group.JoinReply(passerBy).MemberId));
        var ticks = _group.Ticks;
        _group.Advance(100_000);
        Assert.Equal(GroupState.PreparingRebalance, _group.State);
        Assert.InRange(_group.Ticks - ticks, 90, 120);
    }
}
