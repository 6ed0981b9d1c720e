using System.Text;
using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

public sealed class JoinTests
{
    private readonly GroupHarness _group = new();

    [Fact]
    public void A_client_without_id_is_given_one_and_joins_with_it()
    {
        var first = _group.JoinReply(_group.Join(twoStep: true));
        Assert.Equal(GroupError.MemberIdRequired, first.Error);
        Assert.StartsWith("app-", first.MemberId, StringComparison.Ordinal);

        var second = _group.JoinReply(_group.Join(first.MemberId, twoStep: true));
        Assert.Equal(GroupError.None, second.Error);
        Assert.Equal(first.MemberId, second.MemberId);
        Assert.Equal(first.MemberId, second.LeaderId);
        Assert.Equal(1, second.Generation);
        Assert.Equal("range", second.ProtocolName);
        Assert.Equal("consumer", second.ProtocolType);
        Assert.Equal(first.MemberId, Assert.Single(second.Members).MemberId);
    }

    [Fact]
    public void An_id_that_was_handed_out_is_void_after_a_session_timeout()
    {
        var id = _group.JoinReply(_group.Join(twoStep: true)).MemberId;
        _group.Advance(10_000);
        Assert.Equal(GroupError.UnknownMember, _group.JoinReply(_group.Join(id)).Error);
        Assert.Equal(GroupState.Dead, _group.State);
    }

    [Fact]
    public void A_round_waits_for_an_id_that_was_handed_out()
    {
        var (leader, follower, _) = _group.StablePair();
        _group.Join(twoStep: true, sessionMs: 6_000);
        var a = _group.Join(leader);
        var b = _group.Join(follower);
        Assert.True(_group.IsParked(a));
        _group.Advance(6_000);
        Assert.Equal(2, _group.JoinReply(a).Members.Count);
        Assert.Equal(GroupError.None, _group.JoinReply(b).Error);
    }

    [Fact]
    public void Only_the_leader_sees_the_members()
    {
        var leader = _group.JoinReply(_group.Join(topics: "a")).MemberId;
        var b = _group.Join(topics: "b");
        var a = _group.Join(leader, topics: "a2");
        Assert.Equal(["a2", "b"], _group.JoinReply(a).Members.Select(m => Encoding.UTF8.GetString(m.Metadata.Span)));
        Assert.Empty(_group.JoinReply(b).Members);
        Assert.Equal(leader, _group.JoinReply(b).LeaderId);
    }

    [Theory]
    [InlineData("x,y", "y,x", "y,x", "y")]
    [InlineData("x,y", "x,y", "y,x", "x")]
    [InlineData("x,y", "y", "x,y", "y")]
    [InlineData("x,y", "y,x", "x,y,z", "x")]
    public void The_protocol_that_all_support_with_most_votes_is_taken(string a, string b, string c, string expected)
    {
        var leader = _group.JoinReply(_group.Join(protocols: a)).MemberId;
        var second = _group.Join(protocols: b);
        var third = _group.Join(protocols: c);
        _group.Join(leader, protocols: a);
        if (_group.IsParked(third))
            _group.Join(_group.JoinReply(second).MemberId, protocols: b);
        Assert.Equal(expected, _group.JoinReply(third).ProtocolName);
    }

    [Fact]
    public void A_client_that_shares_no_protocol_is_refused()
    {
        _group.StableSingle();
        Assert.Equal(GroupError.InconsistentProtocol, _group.JoinReply(_group.Join(protocols: "sticky")).Error);
        Assert.Equal(GroupError.InconsistentProtocol, _group.JoinReply(_group.Join(type: "connect")).Error);
        Assert.Equal(GroupState.Stable, _group.State);
    }

    [Fact]
    public void A_client_without_protocols_is_refused_by_an_empty_group()
    {
        Assert.Equal(GroupError.InconsistentProtocol, _group.JoinReply(_group.Join(protocols: "")).Error);
        Assert.Equal(GroupError.InconsistentProtocol, _group.JoinReply(_group.Join(type: "")).Error);
        Assert.Empty(_group.Coordinator.List());
    }

    [Fact]
    public void An_emptied_group_takes_another_protocol_type()
    {
        var member = _group.StableSingle();
        _group.Leave(new LeavingMember(member));
        Assert.Equal(GroupError.None, _group.JoinReply(_group.Join(type: "connect", protocols: "sessioned")).Error);
    }

    [Theory]
    [InlineData(5_999)]
    [InlineData(1_800_001)]
    public void A_session_timeout_out_of_range_is_refused(int sessionMs) =>
        Assert.Equal(GroupError.InvalidSessionTimeout, _group.JoinReply(_group.Join(sessionMs: sessionMs)).Error);

    [Fact]
    public void A_group_needs_a_name_of_bounded_length()
    {
        Assert.Equal(GroupError.InvalidGroupId, _group.JoinReply(_group.Join(group: "")).Error);
        Assert.Equal(GroupError.InvalidGroupId, _group.JoinReply(_group.Join(group: new string('g', 32768))).Error);
        Assert.Equal(GroupError.LimitExceeded, _group.JoinReply(_group.Join(client: new string('ü', 16384))).Error);
    }

    [Fact]
    public void A_member_id_of_an_unknown_group_is_unknown() =>
        Assert.Equal(GroupError.UnknownMember, _group.JoinReply(_group.Join("somebody")).Error);

    [Fact]
    public void A_full_group_takes_nobody_else()
    {
        var group = new GroupHarness(new GroupOptions { MembersMax = 2 });
        var (leader, follower, _) = group.StablePair();
        Assert.Equal(GroupError.GroupMaxSize, group.JoinReply(group.Join()).Error);
        Assert.Equal(GroupState.Stable, group.State);
        var a = group.Join(leader);
        var b = group.Join(follower);
        Assert.Equal(GroupError.None, group.JoinReply(a).Error);
        Assert.Equal(GroupError.None, group.JoinReply(b).Error);
    }

    [Fact]
    public void A_static_member_of_a_full_group_may_restart()
    {
        var group = new GroupHarness(new GroupOptions { MembersMax = 1 });
        group.StableSingle("i");
        Assert.Equal(GroupError.None, group.JoinReply(group.Join(instance: "i")).Error);
    }

    [Fact]
    public void A_group_above_a_lowered_limit_sheds_who_comes_last()
    {
        var before = new GroupHarness();
        var (leader, follower, _) = before.StablePair();
        var group = new GroupHarness(new GroupOptions { MembersMax = 1 }, before);
        var a = group.Join(leader);
        var b = group.Join(follower);
        Assert.Equal(GroupError.GroupMaxSize, group.JoinReply(b).Error);
        Assert.Equal(leader, Assert.Single(group.JoinReply(a).Members).MemberId);
    }

    [Fact]
    public void Memory_of_a_group_is_bounded()
    {
        var group = new GroupHarness(new GroupOptions { MetadataBytesMax = 500, PendingMembersMax = 1 });
        Assert.Equal(GroupError.LimitExceeded, group.JoinReply(group.Join(topics: new string('t', 500))).Error);
        Assert.Equal(GroupError.MemberIdRequired, group.JoinReply(group.Join(twoStep: true)).Error);
        Assert.Equal(GroupError.LimitExceeded, group.JoinReply(group.Join(twoStep: true)).Error);
    }

    [Fact]
    public void What_members_held_is_free_again_when_they_change_or_go()
    {
        var group = new GroupHarness(new GroupOptions { MetadataBytesMax = 1_000 });
        for (var i = 0; i < 10; i++)
        {
            var member = group.JoinReply(group.Join(topics: new string('t', 400))).MemberId;
            var generation = group.JoinReply(group.Join(member, topics: new string('u', 300))).Generation;
            group.AssignmentOf(group.Sync(member, generation, assignments: [(member, new string('p', 400))]));
            Assert.Equal(GroupError.LimitExceeded, group.JoinReply(group.Join(topics: new string('t', 400))).Error);
            Assert.Equal([GroupError.None], group.Leave(new LeavingMember(member)));
        }
    }

    [Fact]
    public void The_number_of_groups_is_bounded()
    {
        var group = new GroupHarness(new GroupOptions { GroupsMax = 1 });
        Assert.Equal(GroupError.None, group.Commit(1));
        Assert.Equal(GroupError.LimitExceeded, group.Commit(1, group: "other"));
        Assert.Equal(GroupError.LimitExceeded, group.JoinReply(group.Join(group: "other")).Error);
        Assert.Equal(GroupError.None, group.JoinReply(group.Join()).Error);
    }

    [Fact]
    public void The_first_round_waits_the_initial_delay_and_longer_while_members_come()
    {
        var group = new GroupHarness(new GroupOptions { InitialRebalanceDelayMs = 3_000 });
        var a = group.Join(rebalanceMs: 7_000);
        group.Advance(2_999);
        var b = group.Join(rebalanceMs: 7_000);
        group.Advance(3_000);
        Assert.True(group.IsParked(a));
        group.Advance(1);
        Assert.Equal(2, group.JoinReply(a).Members.Count);
        Assert.Equal(GroupError.None, group.JoinReply(b).Error);
    }

    [Fact]
    public void The_initial_delay_never_exceeds_the_rebalance_timeout()
    {
        var group = new GroupHarness(new GroupOptions { InitialRebalanceDelayMs = 3_000 });
        var a = group.Join(rebalanceMs: 7_000);
        for (var i = 0; i < 6; i++)
        {
            group.Advance(1_000);
            group.Join(rebalanceMs: 7_000);
        }

        Assert.True(group.IsParked(a));
        group.Advance(1_000);
        Assert.Equal(7, group.JoinReply(a).Members.Count);
    }

    [Fact]
    public void A_repeated_join_answers_the_earlier_one_and_takes_its_place()
    {
        var (leader, _, _) = _group.StablePair();
        var earlier = _group.Join(leader);
        var later = _group.Join(leader);
        Assert.Equal(GroupError.RebalanceInProgress, _group.JoinReply(earlier).Error);
        Assert.True(_group.IsParked(later));
    }

    [Fact]
    public void A_follower_that_says_nothing_new_gets_its_place_again_without_a_round()
    {
        var (leader, follower, generation) = _group.StablePair();
        var reply = _group.JoinReply(_group.Join(follower));
        Assert.Equal((generation, leader), (reply.Generation, reply.LeaderId));
        Assert.Equal(GroupState.Stable, _group.State);
    }

    [Fact]
    public void A_follower_with_a_new_subscription_starts_a_round_as_cooperative_clients_do()
    {
        var (leader, follower, generation) = _group.StablePair();
        var b = _group.Join(follower, topics: "t,owned=p1");
        Assert.Equal(GroupError.RebalanceInProgress, _group.Heartbeat(leader, generation));
        var a = _group.Join(leader);
        Assert.Equal(generation + 1, _group.JoinReply(a).Generation);
        Assert.Equal("t,owned=p1", Encoding.UTF8.GetString(_group.JoinReply(a).Members[1].Metadata.Span));
        Assert.Equal(generation + 1, _group.JoinReply(b).Generation);
    }

    [Fact]
    public void A_leader_that_joins_a_stable_group_starts_a_round()
    {
        var (leader, _, _) = _group.StablePair();
        Assert.True(_group.IsParked(_group.Join(leader)));
        Assert.Equal(GroupState.PreparingRebalance, _group.State);
    }

    [Fact]
    public void A_member_that_missed_its_place_gets_it_again_while_assignments_are_awaited()
    {
        var member = _group.JoinReply(_group.Join()).MemberId;
        var again = _group.JoinReply(_group.Join(member));
        Assert.Equal(1, again.Generation);
        Assert.Single(again.Members);
        Assert.Equal(GroupState.CompletingRebalance, _group.State);
    }

    [Fact]
    public void The_callers_buffers_are_free_after_the_call()
    {
        var metadata = new byte[] { 1, 2, 3 };
        var reply = _group.JoinReply(_group.Join(new JoinRequest
        {
            GroupId = GroupHarness.Group,
            SessionTimeoutMs = 10_000,
            RebalanceTimeoutMs = 10_000,
            ProtocolType = "consumer",
            Protocols = [new GroupProtocol("range", metadata)],
        }));
        metadata[0] = 9;
        Assert.Equal([1, 2, 3], reply.Members[0].Metadata.ToArray());
    }
}
