using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>The handlers by API key: what is in here is what ApiVersions announces.</summary>
internal sealed class HandlerTable
{
    private readonly IApiHandler?[] _byKey;

    public HandlerTable(KafkaServer server)
    {
        var configs = new ConfigChanges(server);
        IApiHandler[] handlers =
        [
            new ApiVersionsHandler(server),
            new SaslHandshakeHandler(server),
            new SaslAuthenticateHandler(server),
            new DescribeUserScramCredentialsHandler(server),
            new AlterUserScramCredentialsHandler(server),
            new MetadataHandler(server),
            new ListOffsetsHandler(server),
            new InitProducerIdHandler(server),
            new CreateTopicsHandler(server),
            new FindCoordinatorHandler(server),
            new JoinGroupHandler(server),
            new SyncGroupHandler(server),
            new HeartbeatHandler(server),
            new LeaveGroupHandler(server),
            new OffsetCommitHandler(server),
            new OffsetFetchHandler(server),
            new OffsetDeleteHandler(server),
            new DeleteTopicsHandler(server),
            new CreatePartitionsHandler(server),
            new DescribeConfigsHandler(server),
            new DescribeGroupsHandler(server),
            new ListGroupsHandler(server),
            new DeleteGroupsHandler(server),
            new DescribeClusterHandler(server),
            new DescribeLogDirsHandler(server),
            new DescribeProducersHandler(server),
            new DeleteRecordsHandler(server),
            new OffsetForLeaderEpochHandler(server),
            new DescribeTopicPartitionsHandler(server),
            new ElectLeadersHandler(server),
            new AlterPartitionReassignmentsHandler(server),
            new ListPartitionReassignmentsHandler(server),
            new AlterReplicaLogDirsHandler(server),
            new DescribeAclsHandler(server),
            new CreateAclsHandler(server),
            new DeleteAclsHandler(server),
            new AlterConfigsHandler(server, configs),
            new IncrementalAlterConfigsHandler(server, configs),
        ];
        _byKey = new IApiHandler?[handlers.Max(static h => (int)h.Key) + 1];
        foreach (IApiHandler handler in handlers) _byKey[(int)handler.Key] = handler;
        Announced =
        [
            .. handlers.Select(static h => new ApiEntry(h.Key, h.MinVersion, h.MaxVersion, 0)),
            // Versions 0 to 2 are refused, yet librdkafka looks for them before it compresses (KAFKA-18659).
            new ApiEntry(ApiKey.Produce, 0, Sessions.ProduceRequests.VersionMax, 0),
            new ApiEntry(ApiKey.Fetch, Sessions.FetchRequests.VersionMin, Sessions.FetchRequests.VersionMax, 0),
        ];
    }

    /// <summary>Key and version range of everything served.</summary>
    public IReadOnlyList<ApiEntry> Announced { get; }

    public IApiHandler? Find(short key) => (uint)key < (uint)_byKey.Length ? _byKey[key] : null;
}
