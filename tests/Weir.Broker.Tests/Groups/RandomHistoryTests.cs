using Weir.Broker.Groups;

namespace Weir.Broker.Tests.Groups;

/// <summary>What holds for every history; the seed of a failing one is the test's argument.</summary>
public sealed class RandomHistoryTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Replayed_events_and_snapshots_give_the_live_state(int seed)
    {
        var clients = new RandomClients(seed);
        var group = new GroupHarness();
        for (var round = 0; round < 8; round++)
        {
            clients.Run(group, 60);
            var live = group.Snapshot();
            Assert.Equal(live, new GroupHarness(restartOf: group).Snapshot());
            Assert.Equal(live, new GroupHarness(restartOf: group, fromSnapshot: true).Snapshot());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Groups_go_on_after_restarts_at_any_time(int seed)
    {
        var clients = new RandomClients(seed);
        var group = new GroupHarness();
        for (var life = 0; life < 8; life++)
        {
            clients.Run(group, 40);
            group = new GroupHarness(restartOf: group);
            clients.Disconnect();
        }

        Assert.Equal(group.Snapshot(), new GroupHarness(restartOf: group).Snapshot());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_join_and_sync_is_answered_once(int seed)
    {
        var group = new GroupHarness();
        new RandomClients(seed).Run(group, 400);
        group.Advance(30 * 60 * 1000);
        Assert.Equal(group.Asked, group.Answered);
        Assert.True(group.State is GroupState.Empty or GroupState.Dead, $"{group.State} without a living client");
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        var first = new GroupHarness();
        var second = new GroupHarness();
        new RandomClients(7).Run(first, 1_000);
        new RandomClients(7).Run(second, 1_000);
        Assert.True(first.Journal.SequenceEqual(second.Journal));
    }

    [Fact]
    public void Random_histories_reach_the_interesting_states()
    {
        var seen = new HashSet<(GroupState, int)>();
        for (var seed = 1; seed <= 10; seed++)
        {
            var clients = new RandomClients(seed);
            var group = new GroupHarness();
            for (var step = 0; step < 300; step++)
            {
                clients.Run(group, 1);
                seen.Add((group.State, group.Coordinator.Describe(GroupHarness.Group).Members.Count));
            }
        }

        Assert.Superset(
            new HashSet<(GroupState, int)>
            {
                (GroupState.Empty, 0), (GroupState.Dead, 0), (GroupState.Stable, 3), (GroupState.Stable, 5),
                (GroupState.PreparingRebalance, 4), (GroupState.CompletingRebalance, 4),
            },
            seen);
    }
}
