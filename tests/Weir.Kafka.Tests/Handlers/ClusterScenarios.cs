using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>The cluster, its store, and what is refused politely, at any version.</summary>
internal static class ClusterScenarios
{
    public static Dictionary<ApiKey, Scenario> All { get; } = new()
    {
        [ApiKey.ApiVersions] = ApiVersionsAsync,
        [ApiKey.DescribeCluster] = DescribeClusterAsync,
        [ApiKey.DescribeLogDirs] = DescribeLogDirsAsync,
        [ApiKey.AlterReplicaLogDirs] = AlterReplicaLogDirsAsync,
        [ApiKey.ElectLeaders] = ElectLeadersAsync,
        [ApiKey.AlterPartitionReassignments] = AlterPartitionReassignmentsAsync,
        [ApiKey.ListPartitionReassignments] = ListPartitionReassignmentsAsync,
        [ApiKey.DescribeAcls] = DescribeAclsAsync,
        [ApiKey.CreateAcls] = CreateAclsAsync,
        [ApiKey.DeleteAcls] = DeleteAclsAsync,
    };

    private static async Task ApiVersionsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        ApiVersionsResponse response = await client.SendAsync(new ApiVersionsRequest(), version);
        Assert.Equal(KafkaError.None, response.ErrorCode);
        ApiVersionsResponse.ApiVersion produce = response.ApiKeys.Single(k => k.ApiKey == 0);
        Assert.Equal((0, 12), (produce.MinVersion, produce.MaxVersion));
    }

    private static async Task DescribeClusterAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        DescribeClusterResponse response = await client.SendAsync(
            new DescribeClusterRequest { IncludeClusterAuthorizedOperations = true }, version);
        Assert.Equal((harness.Broker.ClusterId, 1), (response.ClusterId, response.ControllerId));
        Assert.Equal("127.0.0.1", Assert.Single(response.Brokers).Host);
        Assert.Equal(0x1FA0, response.ClusterAuthorizedOperations);
        if (version < 1) return;
        DescribeClusterResponse controllers =
            await client.SendAsync(new DescribeClusterRequest { EndpointType = 2 }, version);
        Assert.Equal(KafkaError.MismatchedEndpointType, controllers.ErrorCode);
    }

    private static async Task DescribeLogDirsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 2);
        await Records.ProduceAsync(harness, "t", 1, "a");
        DescribeLogDirsResponse all = await client.SendAsync(new DescribeLogDirsRequest { Topics = null }, version);
        DescribeLogDirsResponse.Topic topic = Assert.Single(Assert.Single(all.Results).Topics);
        Assert.Equal(0, topic.Partitions[0].PartitionSize);
        Assert.True(topic.Partitions[1].PartitionSize > 61);
        DescribeLogDirsResponse some = await client.SendAsync(
            new DescribeLogDirsRequest
            {
                Topics = [new DescribeLogDirsRequest.DescribableLogDirTopic { Topic = "t", Partitions = [1, 7] }],
            },
            version);
        Assert.Equal([1], some.Results[0].Topics[0].Partitions.Select(p => p.PartitionIndex));
    }

    private static async Task AlterReplicaLogDirsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        AlterReplicaLogDirsResponse response = await client.SendAsync(
            new AlterReplicaLogDirsRequest
            {
                Dirs =
                [
                    new AlterReplicaLogDirsRequest.AlterReplicaLogDir
                    {
                        Path = "/elsewhere",
                        Topics = [new AlterReplicaLogDirsRequest.Topic { Name = "t", Partitions = [0, 1] }],
                    },
                ],
            },
            version);
        Assert.Equal(
            [KafkaError.LogDirNotFound, KafkaError.UnknownTopicOrPartition],
            Assert.Single(response.Results).Partitions.Select(p => p.ErrorCode));
    }

    private static async Task ElectLeadersAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        ElectLeadersResponse response = await client.SendAsync(
            new ElectLeadersRequest
            {
                TopicPartitions = [new ElectLeadersRequest.ElectedTopic { Topic = "t", Partitions = [0, 1] }],
            },
            version);
        Assert.Equal(
            [KafkaError.ElectionNotNeeded, KafkaError.UnknownTopicOrPartition],
            Assert.Single(response.ReplicaElectionResults).PartitionResult.Select(p => p.ErrorCode));
        ElectLeadersResponse all = await client.SendAsync(new ElectLeadersRequest { TopicPartitions = null }, version);
        Assert.Empty(all.ReplicaElectionResults);
    }

    private static async Task AlterPartitionReassignmentsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 3);
        AlterPartitionReassignmentsResponse response = await client.SendAsync(
            new AlterPartitionReassignmentsRequest
            {
                Topics =
                [
                    new AlterPartitionReassignmentsRequest.ReassignableTopic
                    {
                        Name = "t",
                        Partitions = [To(0, [1]), To(1, [1, 2]), To(2, null), To(3, [1])],
                    },
                ],
            },
            version);
        Assert.Equal(
            [
                KafkaError.None, KafkaError.InvalidReplicaAssignment, KafkaError.NoReassignmentInProgress,
                KafkaError.UnknownTopicOrPartition,
            ],
            Assert.Single(response.Responses).Partitions.Select(p => p.ErrorCode));

        static AlterPartitionReassignmentsRequest.ReassignablePartition To(int index, List<int>? nodes) =>
            new() { PartitionIndex = index, Replicas = nodes };
    }

    private static async Task ListPartitionReassignmentsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        ListPartitionReassignmentsResponse response = await client.SendAsync(
            new ListPartitionReassignmentsRequest { Topics = null }, version);
        Assert.Equal((KafkaError.None, 0), (response.ErrorCode, response.Topics.Count));
    }

    private static async Task DescribeAclsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        DescribeAclsResponse response =
            await client.SendAsync(new DescribeAclsRequest { ResourceTypeFilter = 1 }, version);
        Assert.Equal(KafkaError.SecurityDisabled, response.ErrorCode);
        Assert.NotNull(response.ErrorMessage);
    }

    private static async Task CreateAclsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        CreateAclsResponse response = await client.SendAsync(
            new CreateAclsRequest
            {
                Creations =
                [new CreateAclsRequest.AclCreation(), new CreateAclsRequest.AclCreation()]
            },
            version);
        Assert.Equal(
            [KafkaError.SecurityDisabled, KafkaError.SecurityDisabled], response.Results.Select(r => r.ErrorCode));
    }

    private static async Task DeleteAclsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        DeleteAclsResponse response = await client.SendAsync(
            new DeleteAclsRequest { Filters = [new DeleteAclsRequest.Filter()] }, version);
        Assert.Equal([KafkaError.SecurityDisabled], response.FilterResults.Select(r => r.ErrorCode));
    }
}
