using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

public sealed class StaticMemberTests
{
    private readonly GroupHarness _group = new();

    [Fact]
    public void A_static_member_that_restarts_keeps_its_assignment_without_a_round()
    {
        var (leader, follower, generation) = _group.StablePair("i1", "i2");
        var reply = _group.JoinReply(_group.Join(instance: "i2"));
        Assert.Equal(GroupError.None, reply.Error);
        Assert.NotEqual(follower, reply.MemberId);
        Assert.Equal((generation, leader, false), (reply.Generation, reply.LeaderId, reply.SkipAssignment));
        Assert.Empty(reply.Members);
        Assert.Equal("p1", _group.AssignmentOf(_group.Sync(reply.MemberId, generation, "i2")));
        Assert.Equal(GroupError.None, _group.Heartbeat(leader, generation, "i1"));
    }

    [Fact]
    public void A_leader_that_restarts_sees_the_members_but_skips_assigning()
    {
        var (_, follower, generation) = _group.StablePair("i1", "i2");
        var reply = _group.JoinReply(_group.Join(instance: "i1"));
        Assert.True(reply.SkipAssignment);
        Assert.Equal(reply.MemberId, reply.LeaderId);
        Assert.Equal([reply.MemberId, follower], reply.Members.Select(m => m.MemberId));
        Assert.Equal(["i1", "i2"], reply.Members.Select(m => m.InstanceId));
        Assert.Equal("p0", _group.AssignmentOf(_group.Sync(reply.MemberId, generation, "i1")));
    }

    [Fact]
    public void A_leader_that_knows_no_skipping_is_not_told_that_it_leads()
    {
        var (leader, _, _) = _group.StablePair("i1", "i2");
        var reply = _group.JoinReply(_group.Join(instance: "i1", skip: false));
        Assert.Equal(leader, reply.LeaderId);
        Assert.NotEqual(leader, reply.MemberId);
        Assert.Empty(reply.Members);
        Assert.False(reply.SkipAssignment);
    }

    [Fact]
    public void Whoever_uses_the_old_id_is_fenced()
    {
        var (_, follower, generation) = _group.StablePair("i1", "i2");
        _group.Join(instance: "i2");
        Assert.Equal(GroupError.FencedInstance, _group.Heartbeat(follower, generation, "i2"));
        Assert.Equal(GroupError.FencedInstance, _group.SyncReply(_group.Sync(follower, generation, "i2")).Error);
        Assert.Equal(GroupError.FencedInstance, _group.JoinReply(_group.Join(follower, "i2")).Error);
        Assert.Equal(GroupError.FencedInstance, _group.Commit(5, follower, generation, "i2"));
        Assert.Equal([GroupError.FencedInstance], _group.Leave(new LeavingMember(follower, "i2")));
        Assert.Equal(GroupError.UnknownMember, _group.Heartbeat(follower, generation));
        Assert.Equal(GroupError.UnknownMember, _group.Heartbeat(follower, generation, "i3"));
    }

    [Fact]
    public void Parked_requests_of_the_old_id_are_fenced()
    {
        var (leader, follower, generation) = _group.StablePair("i1", "i2");
        var join = _group.Join(leader, "i1");
        var again = _group.Join(instance: "i1");
        Assert.Equal(GroupError.FencedInstance, _group.JoinReply(join).Error);
        Assert.Equal(leader, _group.JoinReply(join).MemberId);

        _group.Join(follower, "i2");
        Assert.Equal(generation + 1, _group.JoinReply(again).Generation);
        var sync = _group.Sync(follower, generation + 1, "i2");
        _group.Join(instance: "i2");
        Assert.Equal(GroupError.FencedInstance, _group.SyncReply(sync).Error);
        Assert.Equal(GroupState.PreparingRebalance, _group.State);
    }

    [Fact]
    public void A_static_member_that_does_not_join_in_time_keeps_its_place_until_its_session_ends()
    {
        var leader = _group.JoinReply(_group.Join(instance: "i1")).MemberId;
        var second = _group.Join(instance: "i2", sessionMs: 100_000);
        _group.Join(leader, "i1");
        var follower = _group.JoinReply(second).MemberId;
        _group.Sync(follower, 2, "i2");
        _group.Sync(leader, 2, "i1", assignments: [(follower, "p1")]);

        var a = _group.Join(leader, "i1");
        _group.Advance(60_000);
        Assert.Equal(2, _group.JoinReply(a).Members.Count);
        Assert.Equal(GroupError.None, _group.Heartbeat(follower, 3, "i2"));
    }

    [Fact]
    public void A_round_with_only_absent_static_members_waits_for_one_of_them()
    {
        var leader = _group.JoinReply(_group.Join(instance: "i1", sessionMs: 1_000_000)).MemberId;
        _group.Sync(leader, 1, "i1");
        var passerBy = _group.Join();
        var pending = _group.JoinReply(_group.Join(twoStep: true, sessionMs: 500_000)).MemberId;
        Assert.True(_group.IsParked(passerBy));
        _group.Advance(60_000);
        var gone = _group.JoinReply(passerBy);
        _group.Leave(new LeavingMember(gone.MemberId), new LeavingMember(pending));
        _group.Advance(200_000);
        Assert.Equal(GroupState.PreparingRebalance, _group.State);
        Assert.Equal(gone.Generation + 1, _group.JoinReply(_group.Join(leader, "i1")).Generation);
    }

    [Fact]
    public void A_restart_that_changes_the_chosen_protocol_starts_a_round()
    {
        var leader = _group.JoinReply(_group.Join(instance: "i1", protocols: "x,y")).MemberId;
        _group.Sync(leader, 1, "i1");
        var reply = _group.JoinReply(_group.Join(instance: "i1", protocols: "y,x"));
        Assert.Equal((2, "y"), (reply.Generation, reply.ProtocolName));
    }

    [Fact]
    public void A_restart_while_assignments_are_awaited_starts_a_round()
    {
        var leader = _group.JoinReply(_group.Join(instance: "i1")).MemberId;
        Assert.Equal(2, _group.JoinReply(_group.Join(instance: "i1")).Generation);
        Assert.Equal(GroupError.FencedInstance, _group.Heartbeat(leader, 2, "i1"));
    }

    [Fact]
    public void An_administrator_removes_a_static_member_by_instance_id()
    {
        var (leader, _, generation) = _group.StablePair("i1", "i2");
        Assert.Equal([GroupError.None], _group.Leave(new LeavingMember("", "i2")));
        Assert.Equal([GroupError.UnknownMember], _group.Leave(new LeavingMember("", "i2")));
        Assert.Equal(GroupError.RebalanceInProgress, _group.Heartbeat(leader, generation, "i1"));
    }
}
