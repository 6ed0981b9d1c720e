using Weir.Broker.Groups;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

public sealed class GroupTests
{
    [Fact]
    public async Task A_second_member_makes_the_first_join_again_and_both_get_their_parts()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient first = harness.Connect();
        KafkaClient second = harness.Connect();
        string leader = await GroupClient.JoinAndSyncAsync(first, "g");
        int join = await second.PostAsync(GroupClient.Join("g", "", [2]), 3);
        await Eventually.TrueAsync(() => StateOf(harness) == GroupState.PreparingRebalance);
        Assert.Equal(KafkaError.RebalanceInProgress, (await first.SendAsync(
            new HeartbeatRequest { GroupId = "g", MemberId = leader, GenerationId = 1 }, 3)).ErrorCode);

        JoinGroupResponse rejoined = await first.SendAsync(GroupClient.Join("g", leader, [1]), 3);
        JoinGroupResponse joined = await second.ReceiveAsync<JoinGroupResponse>(ApiKey.JoinGroup, 3, join);
        Assert.Equal((2, 2), (rejoined.GenerationId, joined.GenerationId));
        Assert.Equal((leader, leader), (rejoined.Leader, joined.Leader));
        Assert.Equal(["01", "02"], rejoined.Members.Select(m => Convert.ToHexString(m.Metadata)).Order());
        Assert.Empty(joined.Members);

        int waiting = await second.PostAsync(Sync(joined.MemberId), 3);
        SyncGroupResponse own = await first.SendAsync(Sync(leader, (leader, 0x0A), (joined.MemberId, 0x0B)), 3);
        SyncGroupResponse given = await second.ReceiveAsync<SyncGroupResponse>(ApiKey.SyncGroup, 3, waiting);
        Assert.Equal([0x0A], own.Assignment);
        Assert.Equal([0x0B], given.Assignment);
    }

    [Fact]
    public async Task A_parked_join_ends_with_its_connection_and_its_member_with_its_timeout()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient first = harness.Connect();
        string member = await GroupClient.JoinAndSyncAsync(first, "g");
        KafkaClient second = harness.Connect();
        await second.PostAsync(GroupClient.Join("g", ""), 3);
        await Eventually.TrueAsync(() => StateOf(harness) == GroupState.PreparingRebalance);
        await second.CloseAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await second.Ended);
        Assert.Equal(2, harness.Broker.Groups.Describe("g").Members.Count);

        // The round goes on with both; the one that is gone never asks for its part and is dropped.
        JoinGroupResponse joined = await first.SendAsync(GroupClient.Join("g", member), 3);
        Assert.Equal(2, joined.Members.Count);
        harness.Time.Advance(TimeSpan.FromSeconds(9));
        await first.SendAsync(Sync(member, (member, 1)), 3);
        harness.Time.Advance(TimeSpan.FromSeconds(9));
        await first.SendAsync(new HeartbeatRequest { GroupId = "g", MemberId = member, GenerationId = 2 }, 3);
        harness.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(member, Assert.Single(harness.Broker.Groups.Describe("g").Members).MemberId);
    }

    [Fact]
    public async Task Committed_positions_outlive_the_process()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        OffsetCommitResponse committed = await harness.Connect().SendAsync(
            GroupClient.Commit("g", -1, ("t", 0, 42)), 9);
        Assert.Equal(KafkaError.None, committed.Topics[0].Partitions[0].ErrorCode);
        await using KafkaHarness after = await harness.CrashAsync();
        Assert.Equal(42, await GroupClient.PositionAsync(after.Connect(), "g", "t", 0));
    }

    [Theory]
    [InlineData("0003", false)]
    [InlineData("0003000000020001", false)]
    [InlineData("", false)]
    [InlineData("FFFF00000000FFFFFFFF", false)]
    [InlineData("0000000000010001740000000000", true)]
    [InlineData("0009000000010001740000000000000000FFFFFFFFFFFF0102", true)]
    public void Reads_topics_from_subscriptions_of_any_version(string hex, bool isSound)
    {
        var topics = new HashSet<string>();
        Assert.Equal(isSound, new ConsumerSubscriptionReader().TryRead(Convert.FromHexString(hex), topics));
        Assert.Equal(isSound ? ["t"] : [], topics);
    }

    private static SyncGroupRequest Sync(string member, params (string Member, byte Part)[] parts) => new()
    {
        GroupId = "g",
        MemberId = member,
        GenerationId = 2,
        Assignments =
        [
            .. parts.Select(static p =>
                new SyncGroupRequest.MemberAssignment { MemberId = p.Member, Assignment = [p.Part] }),
        ],
    };

    private static GroupState StateOf(KafkaHarness harness) => harness.Broker.Groups.Describe("g").State;
}
