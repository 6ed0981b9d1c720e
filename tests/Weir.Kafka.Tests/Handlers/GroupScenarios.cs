using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Group membership, committed offsets and the tools' view of groups at any version.</summary>
internal static class GroupScenarios
{
    public static Dictionary<ApiKey, Scenario> All { get; } = new()
    {
        [ApiKey.FindCoordinator] = FindCoordinatorAsync,
        [ApiKey.JoinGroup] = JoinGroupAsync,
        [ApiKey.SyncGroup] = SyncGroupAsync,
        [ApiKey.Heartbeat] = HeartbeatAsync,
        [ApiKey.LeaveGroup] = LeaveGroupAsync,
        [ApiKey.OffsetCommit] = OffsetCommitAsync,
        [ApiKey.OffsetFetch] = OffsetFetchAsync,
        [ApiKey.OffsetDelete] = OffsetDeleteAsync,
        [ApiKey.DescribeGroups] = DescribeGroupsAsync,
        [ApiKey.ListGroups] = ListGroupsAsync,
        [ApiKey.DeleteGroups] = DeleteGroupsAsync,
    };

    private static async Task FindCoordinatorAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        Assert.Equal((KafkaError.None, 1, "127.0.0.1", 9092), await FindAsync(0));
        if (version < 1) return;
        Assert.Equal((KafkaError.TransactionalIdAuthorizationFailed, -1, "", -1), await FindAsync(1));
        Assert.Equal((KafkaError.InvalidRequest, -1, "", -1), await FindAsync(2));

        async Task<(KafkaError, int, string, int)> FindAsync(sbyte type)
        {
            var request = new FindCoordinatorRequest { KeyType = type };
            if (version < 4) request.CoordinatorKey = "g";
            else request.CoordinatorKeys = ["g", "h"];
            FindCoordinatorResponse found = await client.SendAsync(request, version);
            if (version < 4) return (found.ErrorCode, found.NodeId, found.Host, found.Port);
            Assert.Equal(["g", "h"], found.Coordinators.Select(c => c.Key));
            FindCoordinatorResponse.Coordinator one = found.Coordinators[1];
            return (one.ErrorCode, one.NodeId, one.Host, one.Port);
        }
    }

    private static async Task JoinGroupAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        var request = new JoinGroupRequest
        {
            GroupId = "g",
            SessionTimeoutMs = 10_000,
            RebalanceTimeoutMs = version == 0 ? -1 : 20_000,
            ProtocolType = "consumer",
            Protocols = [new JoinGroupRequest.Protocol { Name = "range", Metadata = [1, 2] }],
        };
        JoinGroupResponse joined = await client.SendAsync(request, version);
        if (version >= 4)
        {
            Assert.Equal(KafkaError.MemberIdRequired, joined.ErrorCode);
            request.MemberId = joined.MemberId;
            joined = await client.SendAsync(request, version);
        }

        Assert.Equal((KafkaError.None, 1, "range"), (joined.ErrorCode, joined.GenerationId, joined.ProtocolName));
        Assert.StartsWith("tests-", joined.MemberId, StringComparison.Ordinal);
        Assert.Equal(joined.MemberId, joined.Leader);
        JoinGroupResponse.Member member = Assert.Single(joined.Members);
        Assert.Equal((joined.MemberId, "0102"), (member.MemberId, Convert.ToHexString(member.Metadata)));
        request.MemberId = "nobody";
        JoinGroupResponse refused = await client.SendAsync(request, version);
        Assert.Equal((KafkaError.UnknownMemberId, -1), (refused.ErrorCode, refused.GenerationId));
    }

    private static async Task SyncGroupAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        string member = await GroupClient.JoinAsync(client, "g");
        var request = new SyncGroupRequest
        {
            GroupId = "g",
            MemberId = member,
            GenerationId = 1,
            ProtocolType = "consumer",
            ProtocolName = "range",
            Assignments = [new SyncGroupRequest.MemberAssignment { MemberId = member, Assignment = [7, 8] }],
        };
        SyncGroupResponse synced = await client.SendAsync(request, version);
        Assert.Equal((KafkaError.None, "0708"), (synced.ErrorCode, Convert.ToHexString(synced.Assignment)));
        request.GenerationId = 2;
        Assert.Equal(KafkaError.IllegalGeneration, (await client.SendAsync(request, version)).ErrorCode);
        if (version < 5) return;
        request.ProtocolName = null;
        Assert.Equal(KafkaError.InconsistentGroupProtocol, (await client.SendAsync(request, version)).ErrorCode);
    }

    private static async Task HeartbeatAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        string member = await GroupClient.JoinAndSyncAsync(client, "g");
        Assert.Equal(KafkaError.None, await BeatAsync(member, 1));
        Assert.Equal(KafkaError.IllegalGeneration, await BeatAsync(member, 2));
        Assert.Equal(KafkaError.UnknownMemberId, await BeatAsync("nobody", 1));

        async Task<KafkaError> BeatAsync(string id, int generation) => (await client.SendAsync(
            new HeartbeatRequest { GroupId = "g", MemberId = id, GenerationId = generation }, version)).ErrorCode;
    }

    private static async Task LeaveGroupAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        string member = await GroupClient.JoinAndSyncAsync(client, "g");
        Assert.Equal(KafkaError.None, await LeaveAsync("g", member));
        Assert.Equal(KafkaError.UnknownMemberId, await LeaveAsync("g", member));
        Assert.Equal(KafkaError.UnknownMemberId, await LeaveAsync("none", member));

        async Task<KafkaError> LeaveAsync(string group, string id)
        {
            var request = new LeaveGroupRequest { GroupId = group };
            if (version < 3) request.MemberId = id;
            else request.Members = [new LeaveGroupRequest.MemberIdentity { MemberId = id }];
            LeaveGroupResponse left = await client.SendAsync(request, version);
            if (version < 3) return left.ErrorCode;
            Assert.Equal(KafkaError.None, left.ErrorCode);
            Assert.Equal(id, Assert.Single(left.Members).MemberId);
            return left.Members[0].ErrorCode;
        }
    }

    private static async Task OffsetCommitAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 2);
        Guid id = harness.IdOf("t");
        OffsetCommitRequest request =
            GroupClient.Commit("g", -1, ("t", 0, 5), ("t", 9, 6), ("none", 0, 7), ("t", 1, 8));
        request.Topics[0].TopicId = request.Topics[1].TopicId = request.Topics[3].TopicId = id;
        request.Topics[2].TopicId = Guid.NewGuid();
        request.Topics[3].Partitions[0].CommittedMetadata = new string('m', 101);
        OffsetCommitResponse committed = await client.SendAsync(request, version);
        KafkaError unknownTopic = version >= 10 ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition;
        Assert.Equal(
            [KafkaError.None, KafkaError.UnknownTopicOrPartition, unknownTopic, KafkaError.OffsetMetadataTooLarge],
            committed.Topics.Select(t => t.Partitions[0].ErrorCode));
        if (version >= 10) Assert.Equal(id, committed.Topics[0].TopicId);
        Assert.Equal(5, await GroupClient.PositionAsync(client, "g", "t", 0));
        Assert.Equal(-1, await GroupClient.PositionAsync(client, "g", "t", 1));

        OffsetCommitRequest orphan = GroupClient.Commit("nogroup", 3, ("t", 0, 5));
        orphan.Topics[0].TopicId = id;
        KafkaError error = (await client.SendAsync(orphan, version)).Topics[0].Partitions[0].ErrorCode;
        Assert.Equal(version >= 9 ? KafkaError.GroupIdNotFound : KafkaError.IllegalGeneration, error);
    }

    private static async Task OffsetFetchAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 2);
        await harness.CreateTopicAsync("u");
        await client.SendAsync(GroupClient.Commit("g", -1, ("t", 0, 5), ("t", 1, 6), ("u", 0, 7)), 9);
        if (version < 8) await FetchOneGroupAsync();
        else await FetchSeveralGroupsAsync();

        async Task FetchOneGroupAsync()
        {
            var request = new OffsetFetchRequest
            {
                GroupId = "g",
                Topics =
                [
                    new OffsetFetchRequest.Topic { Name = "t", PartitionIndexes = [1, 4] },
                    new OffsetFetchRequest.Topic { Name = "none", PartitionIndexes = [0] },
                ],
                RequireStable = version >= 7,
            };
            OffsetFetchResponse some = await client.SendAsync(request, version);
            Assert.Equal([6, -1], some.Topics[0].Partitions.Select(p => p.CommittedOffset));
            Assert.Equal([-1], some.Topics[1].Partitions.Select(p => p.CommittedOffset));
            Assert.All(some.Topics.SelectMany(t => t.Partitions), p => Assert.Equal(KafkaError.None, p.ErrorCode));
            if (version < 2) return;
            request.Topics = null;
            OffsetFetchResponse all = await client.SendAsync(request, version);
            Assert.Equal(["t", "u"], all.Topics.Select(t => t.Name));
            Assert.Equal([5, 6, 7], all.Topics.SelectMany(t => t.Partitions).Select(p => p.CommittedOffset));
        }

        async Task FetchSeveralGroupsAsync()
        {
            var request = new OffsetFetchRequest
            {
                Groups =
                [
                    new OffsetFetchRequest.Group
                    {
                        GroupId = "g",
                        Topics =
                        [
                            Asked("t", harness.IdOf("t"), 1, 4),
                            Asked("none", Guid.NewGuid(), 0),
                        ],
                    },
                    new OffsetFetchRequest.Group { GroupId = "g", Topics = null },
                    new OffsetFetchRequest.Group { GroupId = "other", Topics = null },
                ],
                RequireStable = true,
            };
            OffsetFetchResponse response = await client.SendAsync(request, version);
            OffsetFetchResponse.Group some = response.Groups[0];
            Assert.Equal([6, -1], some.Topics[0].Partitions.Select(p => p.CommittedOffset));
            Assert.Equal(
                version >= 10 ? KafkaError.UnknownTopicId : KafkaError.None, some.Topics[1].Partitions[0].ErrorCode);
            Assert.Equal([5, 6, 7],
                response.Groups[1].Topics.SelectMany(t => t.Partitions).Select(p => p.CommittedOffset));
            if (version >= 10) Assert.Equal(harness.IdOf("u"), response.Groups[1].Topics[1].TopicId);
            else Assert.Equal("u", response.Groups[1].Topics[1].Name);
            Assert.Empty(response.Groups[2].Topics);
        }

        static OffsetFetchRequest.GroupTopic Asked(string name, Guid id, params int[] partitions) =>
            new() { Name = name, TopicId = id, PartitionIndexes = [.. partitions] };
    }

    private static async Task OffsetDeleteAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await harness.CreateTopicAsync("u");
        await GroupClient.JoinAndSyncAsync(client, "g", GroupClient.Subscription("t"));
        await client.SendAsync(GroupClient.Commit("h", -1, ("t", 0, 5)), 9);
        OffsetDeleteResponse live = await DeleteAsync("g");
        Assert.Equal(
            [KafkaError.GroupSubscribedToTopic, KafkaError.None, KafkaError.UnknownTopicOrPartition],
            live.Topics.Select(t => t.Partitions[0].ErrorCode));
        OffsetDeleteResponse empty = await DeleteAsync("h");
        Assert.Equal(KafkaError.None, empty.Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(-1, await GroupClient.PositionAsync(client, "h", "t", 0));
        Assert.Equal(KafkaError.GroupIdNotFound, (await DeleteAsync("none")).ErrorCode);

        Task<OffsetDeleteResponse> DeleteAsync(string group) => client.SendAsync(
            new OffsetDeleteRequest
            {
                GroupId = group,
                Topics =
                [
                    .. new[] { "t", "u", "none" }.Select(static name => new OffsetDeleteRequest.Topic
                    {
                        Name = name,
                        Partitions = [new OffsetDeleteRequest.Partition()],
                    }),
                ],
            },
            version);
    }

    private static async Task DescribeGroupsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        string member = await GroupClient.JoinAndSyncAsync(client, "g");
        DescribeGroupsResponse response = await client.SendAsync(
            new DescribeGroupsRequest { Groups = ["g", "none"], IncludeAuthorizedOperations = version >= 3 }, version);
        DescribeGroupsResponse.DescribedGroup group = response.Groups[0];
        Assert.Equal(
            (KafkaError.None, "Stable", "consumer", "range"),
            (group.ErrorCode, group.GroupState, group.ProtocolType, group.ProtocolData));
        DescribeGroupsResponse.DescribedGroupMember one = Assert.Single(group.Members);
        Assert.Equal((member, "tests", "/10.1.2.3"), (one.MemberId, one.ClientId, one.ClientHost));
        Assert.Equal("AB", Convert.ToHexString(one.MemberAssignment));
        Assert.Equal(version >= 3 ? 0x148 : int.MinValue, group.AuthorizedOperations);
        Assert.Equal("Dead", response.Groups[1].GroupState);
        Assert.Equal(version >= 6 ? KafkaError.GroupIdNotFound : KafkaError.None, response.Groups[1].ErrorCode);
    }

    private static async Task ListGroupsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await GroupClient.JoinAndSyncAsync(client, "stable");
        await client.SendAsync(GroupClient.Commit("empty", -1, ("t", 0, 5)), 9);
        Assert.Equal(["empty", "stable"], await ListAsync(new ListGroupsRequest()));
        if (version >= 4)
            Assert.Equal(["stable"], await ListAsync(new ListGroupsRequest { StatesFilter = ["Stable", "Odd"] }));
        if (version < 5) return;
        Assert.Equal(["empty", "stable"], await ListAsync(new ListGroupsRequest { TypesFilter = ["classic"] }));
        Assert.Empty(await ListAsync(new ListGroupsRequest { TypesFilter = ["consumer"] }));

        async Task<IEnumerable<string>> ListAsync(ListGroupsRequest request)
        {
            ListGroupsResponse response = await client.SendAsync(request, version);
            Assert.Equal(KafkaError.None, response.ErrorCode);
            return response.Groups.Select(g => g.GroupId).Order();
        }
    }

    private static async Task DeleteGroupsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await GroupClient.JoinAndSyncAsync(client, "stable");
        await client.SendAsync(GroupClient.Commit("empty", -1, ("t", 0, 5)), 9);
        DeleteGroupsResponse response = await client.SendAsync(
            new DeleteGroupsRequest { GroupsNames = ["empty", "stable", "none"] }, version);
        Assert.Equal(
            [KafkaError.None, KafkaError.NonEmptyGroup, KafkaError.GroupIdNotFound],
            response.Results.Select(r => r.ErrorCode));
        Assert.Equal(-1, await GroupClient.PositionAsync(client, "empty", "t", 0));
    }
}
