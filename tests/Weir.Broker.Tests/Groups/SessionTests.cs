using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

public sealed class SessionTests
{
    private readonly GroupHarness _group = new();

    [Fact]
    public void Heartbeats_keep_a_member_and_silence_ends_it()
    {
        var member = _group.StableSingle();
        for (var i = 0; i < 5; i++)
        {
            _group.Advance(9_999);
            Assert.Equal(GroupError.None, _group.Heartbeat(member, 1));
        }

        _group.Advance(10_000);
        Assert.Equal(GroupError.UnknownMember, _group.Heartbeat(member, 1));
        Assert.Equal(GroupState.Empty, _group.State);
    }

    [Fact]
    public void The_end_of_a_session_makes_the_others_rebalance()
    {
        var (leader, follower, generation) = _group.StablePair();
        _group.Advance(6_000);
        Assert.Equal(GroupError.None, _group.Heartbeat(follower, generation));
        _group.Advance(4_000);
        Assert.Equal(GroupError.RebalanceInProgress, _group.Heartbeat(follower, generation));
        var reply = _group.JoinReply(_group.Join(follower));
        Assert.Equal(follower, reply.LeaderId);
        Assert.DoesNotContain(reply.Members, m => m.MemberId == leader);
    }

    [Fact]
    public void A_heartbeat_must_name_the_current_generation()
    {
        var member = _group.StableSingle();
        Assert.Equal(GroupError.IllegalGeneration, _group.Heartbeat(member, 0));
        Assert.Equal(GroupError.UnknownMember, _group.Heartbeat("stranger", 1));
        Assert.Equal(GroupError.UnknownMember, new GroupHarness().Heartbeat(member, 1));
    }

    [Fact]
    public void A_member_whose_join_is_parked_needs_no_heartbeat()
    {
        var (leader, follower, generation) = _group.StablePair();
        var a = _group.Join(leader);
        for (var i = 0; i < 5; i++)
        {
            _group.Advance(9_000);
            _group.Heartbeat(follower, generation);
        }

        Assert.True(_group.IsParked(a));
        _group.Join(follower);
        Assert.Equal(2, _group.JoinReply(a).Members.Count);
    }

    [Fact]
    public void A_new_members_parked_join_ends_after_its_own_timeout()
    {
        var group = new GroupHarness(new GroupOptions { NewMemberJoinTimeoutMs = 20_000 });
        var (leader, follower, generation) = group.StablePair();
        var join = group.Join();
        for (var i = 0; i < 4; i++)
        {
            group.Advance(5_000);
            group.Heartbeat(leader, generation);
            group.Heartbeat(follower, generation);
        }

        Assert.Equal(GroupError.UnknownMember, group.JoinReply(join).Error);
    }

    [Fact]
    public void A_commit_keeps_the_session()
    {
        var member = _group.StableSingle();
        _group.Advance(9_000);
        Assert.Equal(GroupError.None, _group.Commit(1, member, 1));
        _group.Advance(9_000);
        Assert.Equal(GroupError.None, _group.Heartbeat(member, 1));
    }

    [Fact]
    public void A_member_that_leaves_makes_the_others_rebalance_and_leadership_passes_on()
    {
        var (leader, follower, generation) = _group.StablePair();
        Assert.Equal([GroupError.None], _group.Leave(new LeavingMember(leader)));
        Assert.Equal(GroupError.RebalanceInProgress, _group.Heartbeat(follower, generation));
        var reply = _group.JoinReply(_group.Join(follower));
        Assert.Equal((follower, generation + 1), (reply.LeaderId, reply.Generation));
        Assert.Single(reply.Members);
    }

    [Fact]
    public void The_last_member_leaves_an_empty_group_of_the_next_generation()
    {
        var member = _group.StableSingle();
        _group.Leave(new LeavingMember(member));
        Assert.Equal(GroupState.Empty, _group.State);
        Assert.Equal(3, _group.JoinReply(_group.Join()).Generation);
    }

    [Fact]
    public void Several_members_leave_each_with_its_outcome()
    {
        var (leader, _, _) = _group.StablePair(followerInstance: "i2");
        var pending = _group.JoinReply(_group.Join(twoStep: true)).MemberId;
        var outcomes = _group.Leave(
            new LeavingMember("", "i2"),
            new LeavingMember("stranger"),
            new LeavingMember(leader, "i2"),
            new LeavingMember(leader),
            new LeavingMember(""),
            new LeavingMember(pending));
        Assert.Equal(
            [
                GroupError.None, GroupError.UnknownMember, GroupError.UnknownMember, GroupError.None,
                GroupError.UnknownMember, GroupError.None,
            ],
            outcomes);
        Assert.Equal(GroupState.Empty, _group.State);
        Assert.Equal([GroupError.UnknownMember], new GroupHarness().Leave(new LeavingMember(leader)));
    }

    [Fact]
    public void A_leaving_members_parked_requests_are_answered()
    {
        var (leader, follower, _) = _group.StablePair();
        var join = _group.Join(leader);
        _group.Leave(new LeavingMember(leader));
        Assert.Equal(GroupError.UnknownMember, _group.JoinReply(join).Error);

        var next = _group.JoinReply(_group.Join(follower));
        var third = _group.Join();
        _group.Join(follower);
        var sync = _group.Sync(_group.JoinReply(third).MemberId, next.Generation + 1);
        _group.Leave(new LeavingMember(_group.JoinReply(third).MemberId));
        Assert.Equal(GroupError.UnknownMember, _group.SyncReply(sync).Error);
    }

    [Fact]
    public void Giving_back_a_pending_id_lets_the_round_go_on_and_disturbs_no_stable_group()
    {
        var (leader, follower, _) = _group.StablePair();
        var pending = _group.JoinReply(_group.Join(twoStep: true)).MemberId;
        _group.Leave(new LeavingMember(pending));
        Assert.Equal(GroupState.Stable, _group.State);

        pending = _group.JoinReply(_group.Join(twoStep: true)).MemberId;
        var a = _group.Join(leader);
        _group.Join(follower);
        Assert.True(_group.IsParked(a));
        _group.Leave(new LeavingMember(pending));
        Assert.Equal(GroupError.None, _group.JoinReply(a).Error);
    }
}
