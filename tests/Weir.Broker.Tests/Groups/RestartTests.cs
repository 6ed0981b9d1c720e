using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

public sealed class RestartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Members_of_a_stable_group_go_on_after_a_restart(bool fromSnapshot)
    {
        var before = new GroupHarness();
        var (leader, follower, generation) = before.StablePair("i1", protocols: "range,sticky");
        before.Commit(5, leader, generation, "i1");
        before.Advance(9_000);

        var group = new GroupHarness(restartOf: before, fromSnapshot: fromSnapshot);
        Assert.Equal(GroupState.Stable, group.State);
        Assert.Equal(5, group.OffsetOf());
        group.Advance(9_999);
        Assert.Equal(GroupError.None, group.Heartbeat(leader, generation, "i1"));
        Assert.Equal(GroupError.None, group.Commit(6, follower, generation));
        Assert.Equal("p1", group.AssignmentOf(group.Sync(follower, generation)));

        // Nothing of what the follower said was lost: its join is no news.
        Assert.Equal(generation, group.JoinReply(group.Join(follower, protocols: "range,sticky")).Generation);
        Assert.True(group.IsParked(group.Join(leader, "i1", protocols: "range,sticky")));
    }

    [Fact]
    public void Members_that_do_not_come_back_are_dropped_a_session_timeout_after_the_restart()
    {
        var before = new GroupHarness();
        var (leader, _, generation) = before.StablePair();
        var group = new GroupHarness(restartOf: before);
        group.Advance(6_000);
        group.Heartbeat(leader, generation);
        group.Advance(4_000);
        Assert.Equal(GroupError.RebalanceInProgress, group.Heartbeat(leader, generation));
        group.Advance(60_000);
        Assert.Equal(GroupState.Empty, group.State);
    }

    [Fact]
    public void A_round_that_was_not_completed_is_forgotten()
    {
        var before = new GroupHarness();
        var (leader, follower, generation) = before.StablePair();
        before.Join(leader);
        before.Join(follower);
        var group = new GroupHarness(restartOf: before);
        Assert.Equal(GroupState.Stable, group.State);
        Assert.Equal(GroupError.IllegalGeneration, group.SyncReply(group.Sync(leader, generation + 1)).Error);
        Assert.Equal(GroupError.None, group.Heartbeat(leader, generation));
    }

    [Fact]
    public void A_static_member_that_restarted_is_known_by_its_new_id()
    {
        var before = new GroupHarness();
        var (_, follower, generation) = before.StablePair("i1", "i2");
        var id = before.JoinReply(before.Join(instance: "i2")).MemberId;
        var group = new GroupHarness(restartOf: before);
        Assert.Equal(GroupError.None, group.Heartbeat(id, generation, "i2"));
        Assert.Equal(GroupError.FencedInstance, group.Heartbeat(follower, generation, "i2"));
        Assert.Equal("p1", group.AssignmentOf(group.Sync(id, generation, "i2")));
    }

    [Fact]
    public void An_emptied_or_deleted_group_stays_so()
    {
        var before = new GroupHarness();
        var member = before.StableSingle();
        before.Leave(new LeavingMember(member));
        before.Commit(1, group: "gone");
        before.DeleteGroup("gone");
        var group = new GroupHarness(restartOf: before);
        Assert.Equal([new GroupListing(GroupHarness.Group, "consumer", GroupState.Empty)], group.Coordinator.List());
        Assert.Equal(3, group.JoinReply(group.Join()).Generation);
    }

    [Fact]
    public void A_snapshot_followed_by_later_events_gives_the_same_state()
    {
        var before = new GroupHarness();
        var member = before.StableSingle();
        for (var i = 0; i < 3_000; i++)
            before.Commit(i, member, 1, partition: i);
        var snapshot = before.Snapshot();
        var eventsBefore = before.Journal.Length;
        before.Commit(77, member, 1);

        var coordinator = new GroupCoordinator(new GroupOptions());
        coordinator.Restore(snapshot);
        coordinator.Apply(before.Journal[eventsBefore..]);
        var again = new System.Buffers.ArrayBufferWriter<byte>();
        coordinator.WriteSnapshot(again);
        Assert.Equal(before.Snapshot(), again.WrittenSpan.ToArray());
        coordinator.Activate(before.Now);
        Assert.Equal(3_000, coordinator.AllOffsets(GroupHarness.Group).Count);
    }
}
