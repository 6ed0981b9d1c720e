using System.Text;
using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

public sealed class AdministrationTests
{
    private readonly GroupHarness _group = new();

    [Fact]
    public void A_stable_group_is_described_with_its_members()
    {
        var (leader, follower, _) = _group.StablePair(followerInstance: "i2");
        var description = _group.Coordinator.Describe(GroupHarness.Group);
        Assert.Equal(
            (GroupError.None, GroupState.Stable, "consumer", "range"),
            (description.Error, description.State, description.ProtocolType, description.ProtocolName));
        Assert.Equal([leader, follower], description.Members.Select(m => m.MemberId));
        var second = description.Members[1];
        Assert.Equal(("i2", "app", "10.0.0.1"), (second.InstanceId, second.ClientId, second.ClientHost));
        Assert.Equal("t", Encoding.UTF8.GetString(second.Metadata.Span));
        Assert.Equal("p1", Encoding.UTF8.GetString(second.Assignment.Span));
    }

    [Fact]
    public void While_members_join_a_description_shows_no_assignments()
    {
        var (leader, _, _) = _group.StablePair();
        _group.Join(leader);
        var description = _group.Coordinator.Describe(GroupHarness.Group);
        Assert.Equal((GroupState.PreparingRebalance, ""), (description.State, description.ProtocolName));
        Assert.All(description.Members, m => Assert.True(m.Metadata.IsEmpty && m.Assignment.IsEmpty));
    }

    [Fact]
    public void An_unknown_group_is_dead()
    {
        var description = _group.Coordinator.Describe("nobody");
        Assert.Equal((GroupError.GroupNotFound, GroupState.Dead), (description.Error, description.State));
        Assert.Empty(description.Members);
    }

    [Fact]
    public void Groups_are_listed_by_state()
    {
        _group.StableSingle();
        _group.Commit(1, group: "batch");
        _group.Join(group: "joining");
        Assert.Equal(
            [
                new GroupListing("batch", "", GroupState.Empty),
                new GroupListing("joining", "consumer", GroupState.CompletingRebalance),
                new GroupListing("orders", "consumer", GroupState.Stable),
            ],
            _group.Coordinator.List());
        var some = _group.Coordinator.List([GroupState.Stable, GroupState.Empty]);
        Assert.Equal(["batch", "orders"], some.Select(g => g.GroupId));
        Assert.Empty(_group.Coordinator.List([GroupState.PreparingRebalance]));
    }

    [Fact]
    public void Only_a_group_without_members_is_deleted()
    {
        var member = _group.StableSingle();
        _group.Commit(1, member, 1);
        Assert.Equal(GroupError.NonEmptyGroup, _group.DeleteGroup());
        _group.Leave(new LeavingMember(member));
        Assert.Equal(GroupError.None, _group.DeleteGroup());
        Assert.Equal(GroupError.GroupNotFound, _group.DeleteGroup());
        Assert.Null(_group.OffsetOf());
        Assert.Equal(GroupState.Dead, _group.State);
    }

    [Fact]
    public void Ids_handed_out_by_a_deleted_group_are_void()
    {
        var id = _group.JoinReply(_group.Join(twoStep: true)).MemberId;
        Assert.Equal(GroupError.None, _group.DeleteGroup());
        Assert.Equal(GroupError.UnknownMember, _group.JoinReply(_group.Join(id)).Error);
        Assert.Equal(0, _group.Journal.Length);
    }

    [Fact]
    public void Requests_before_activation_and_replay_after_it_are_bugs()
    {
        var coordinator = new GroupCoordinator(new GroupOptions());
        Assert.Throws<InvalidOperationException>(() => coordinator.Tick(default, new GroupEffects()));
        coordinator.Activate(default);
        Assert.Throws<InvalidOperationException>(() => coordinator.Apply([]));
        Assert.Throws<InvalidOperationException>(() => coordinator.Restore([]));
        Assert.Throws<InvalidOperationException>(() => coordinator.Activate(default));
    }

    [Fact]
    public void Alarms_of_groups_that_come_and_go_do_not_pile_up()
    {
        for (var i = 0; i < 5_000; i++)
        {
            var id = _group.JoinReply(_group.Join(twoStep: true)).MemberId;
            _group.Leave(new LeavingMember(id));
        }

        Assert.Empty(_group.Coordinator.List());
        Assert.InRange(_group.Coordinator.AlarmsQueued, 0, 100);
    }
}
