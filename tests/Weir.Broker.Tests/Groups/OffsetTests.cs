using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

public sealed class OffsetTests
{
    private const long DayMs = 24L * 60 * 60 * 1000;

    private readonly GroupHarness _group = new();

    [Fact]
    public void A_member_commits_in_its_generation()
    {
        var member = _group.StableSingle();
        Assert.Equal(GroupError.None, _group.Commit(42, member, 1, metadata: "note"));
        Assert.True(_group.Coordinator.TryGetOffset(GroupHarness.Group, new OffsetKey("t", 0), out var offset));
        Assert.Equal(new CommittedOffset(42, 7, "note", _group.Now.WallMs, -1), offset);
    }

    [Fact]
    public void A_commit_of_an_old_generation_or_an_unknown_member_is_refused()
    {
        var (leader, follower, generation) = _group.StablePair();
        Assert.Equal(GroupError.IllegalGeneration, _group.Commit(1, leader, generation - 1));
        Assert.Equal(GroupError.UnknownMember, _group.Commit(1, "stranger", generation));
        Assert.Equal(GroupError.UnknownMember, _group.Commit(1));
        Assert.Equal(GroupError.IllegalGeneration, _group.Commit(1, follower));
        Assert.Null(_group.OffsetOf());
    }

    [Fact]
    public void Members_commit_while_others_join_but_not_before_they_know_their_assignment()
    {
        var (leader, follower, generation) = _group.StablePair();
        var a = _group.Join(leader);
        Assert.Equal(GroupError.None, _group.Commit(1, follower, generation));
        _group.Join(follower);
        Assert.Equal(generation + 1, _group.JoinReply(a).Generation);
        Assert.Equal(GroupError.RebalanceInProgress, _group.Commit(2, follower, generation + 1));
        Assert.Equal(GroupError.IllegalGeneration, _group.Commit(2, follower, generation));
    }

    [Fact]
    public void A_client_without_membership_commits_while_the_group_has_no_members()
    {
        Assert.Equal(GroupError.None, _group.Commit(1));
        Assert.Equal(GroupError.GroupNotFound, _group.Commit(1, "m", 1, group: "other"));
        Assert.Equal([new GroupListing(GroupHarness.Group, "", GroupState.Empty)], _group.Coordinator.List());
        _group.StableSingle();
        Assert.Equal(GroupError.UnknownMember, _group.Commit(2));
        Assert.Equal(1, _group.OffsetOf());
    }

    [Fact]
    public void An_entry_with_too_much_metadata_fails_alone()
    {
        var reply = _group.Commit(new CommitRequest
        {
            GroupId = GroupHarness.Group,
            Offsets =
            [
                new OffsetToCommit("t", 0, 1, Metadata: new string('x', 4097)),
                new OffsetToCommit("t", 1, 2, Metadata: new string('x', 4096)),
                new OffsetToCommit(new string('t', 40_000), 0, 3),
            ],
        });
        Assert.Equal([GroupError.OffsetMetadataTooLarge, GroupError.None, GroupError.LimitExceeded], reply.Entries);
        Assert.Null(_group.OffsetOf());
        Assert.Equal(2, _group.OffsetOf(partition: 1));
    }

    [Fact]
    public void A_commit_of_nothing_leaves_no_group_behind()
    {
        Assert.Equal(GroupError.OffsetMetadataTooLarge, _group.Commit(1, metadata: new string('x', 5000)));
        Assert.Empty(_group.Coordinator.List());
        Assert.Equal(0, _group.Journal.Length);
    }

    [Fact]
    public void All_offsets_come_sorted()
    {
        _group.Commit(1, topic: "b");
        _group.Commit(2, topic: "a", partition: 10);
        _group.Commit(3, topic: "a", partition: 9);
        Assert.Equal([3, 2, 1], _group.Coordinator.AllOffsets(GroupHarness.Group).Select(o => o.Value.Offset));
        Assert.Empty(_group.Coordinator.AllOffsets("other"));
        Assert.False(_group.Coordinator.TryGetOffset("other", new OffsetKey("a", 9), out _));
    }

    [Fact]
    public void Offsets_of_subscribed_topics_are_not_deleted()
    {
        var member = _group.StableSingle(topics: "t,u");
        _group.Commit(1, member, 1);
        _group.Commit(2, member, 1, topic: "old");
        var reply = _group.DeleteOffsets(new OffsetKey("t", 0), new OffsetKey("old", 0), new OffsetKey("old", 5));
        Assert.Equal([GroupError.GroupSubscribedToTopic, GroupError.None, GroupError.None], reply.Entries);
        Assert.Equal(1, _group.OffsetOf());
        Assert.Null(_group.OffsetOf("old"));
    }

    [Fact]
    public void While_subscriptions_cannot_be_read_no_offset_is_deleted()
    {
        var member = _group.StableSingle(topics: "?");
        _group.Commit(1, member, 1);
        Assert.Equal([GroupError.GroupSubscribedToTopic], _group.DeleteOffsets(new OffsetKey("t", 0)).Entries);

        var other = new GroupHarness();
        other.StableSingle(type: "connect");
        Assert.Equal(GroupError.NonEmptyGroup, other.DeleteOffsets(new OffsetKey("t", 0)).Error);
    }

    [Fact]
    public void An_empty_group_loses_any_offset_and_an_unknown_group_is_not_found()
    {
        _group.Commit(1);
        Assert.Equal([GroupError.None], _group.DeleteOffsets(new OffsetKey("t", 0)).Entries);
        Assert.Null(_group.OffsetOf());
        Assert.Equal(GroupError.GroupNotFound, _group.DeleteOffsets(new OffsetKey("t", 0)).Error);
    }

    [Fact]
    public void Offsets_of_a_deleted_topic_go_from_every_group()
    {
        _group.Commit(1);
        _group.Commit(2, group: "other");
        _group.Commit(3, topic: "u");
        _group.RemoveTopic("t");
        Assert.Null(_group.OffsetOf());
        Assert.Null(_group.OffsetOf(group: "other"));
        Assert.Equal(3, _group.OffsetOf("u"));
        Assert.Equal([GroupHarness.Group], _group.Coordinator.List().Select(g => g.GroupId));
    }

    [Fact]
    public void Offsets_expire_a_retention_after_the_group_became_empty()
    {
        var member = _group.StableSingle();
        _group.Commit(1, member, 1);
        for (var i = 0; i < 20; i++)
        {
            // Alive for longer than the retention.
            _group.Join(member);
            var generation = i + 2;
            _group.Sync(member, generation);
            for (var hour = 0; hour < 5; hour++)
            {
                _group.Advance(5_000);
                _group.Heartbeat(member, generation);
            }
        }

        _group.Leave(new LeavingMember(member));
        _group.Advance(7 * DayMs - 1);
        Assert.Equal(1, _group.OffsetOf());
        _group.Advance(600_001);
        Assert.Null(_group.OffsetOf());
        Assert.Empty(_group.Coordinator.List());
    }

    [Fact]
    public void Offsets_of_a_group_with_members_do_not_expire()
    {
        var group = new GroupHarness(new GroupOptions { OffsetsRetentionMs = 2_000, OffsetsRetentionCheckMs = 1_000 });
        var member = group.StableSingle();
        group.Commit(1, member, 1);
        group.Advance(9_000);
        Assert.Equal(1, group.OffsetOf());
        group.Advance(2_500);
        Assert.Equal(1, group.OffsetOf());
        group.Advance(1_500);
        Assert.Null(group.OffsetOf());
    }

    [Fact]
    public void Offsets_without_membership_expire_a_retention_after_their_commit_each_by_itself()
    {
        _group.Commit(1);
        _group.Advance(3 * DayMs);
        _group.Commit(2, partition: 1);
        _group.Advance(4 * DayMs + 600_000);
        Assert.Null(_group.OffsetOf());
        Assert.Equal(2, _group.OffsetOf(partition: 1));
        _group.Advance(3 * DayMs);
        Assert.Null(_group.OffsetOf(partition: 1));
    }

    [Fact]
    public void A_client_may_ask_for_another_retention()
    {
        _group.Commit(1, retentionMs: DayMs);
        _group.Commit(2, partition: 1, retentionMs: 30 * DayMs);
        _group.Advance(DayMs + 600_000);
        Assert.Null(_group.OffsetOf());
        _group.Advance(28 * DayMs);
        Assert.Equal(2, _group.OffsetOf(partition: 1));
        _group.Commit(3, retentionMs: long.MaxValue);
        _group.Advance(60 * DayMs);
        Assert.Null(_group.OffsetOf(partition: 1));
        Assert.Equal(3, _group.OffsetOf());
    }
}
