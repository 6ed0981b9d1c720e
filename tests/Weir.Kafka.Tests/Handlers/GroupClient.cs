using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>What a consumer does to be in a group.</summary>
internal static class GroupClient
{
    /// <summary>Joins as the only member; gives the member id.</summary>
    public static async Task<string> JoinAsync(KafkaClient client, string group, byte[]? subscription = null)
    {
        JoinGroupRequest request = Join(group, "", subscription);
        JoinGroupResponse joined = await client.SendAsync(request, 3);
        Assert.Equal(KafkaError.None, joined.ErrorCode);
        return joined.MemberId;
    }

    public static async Task<string> JoinAndSyncAsync(KafkaClient client, string group, byte[]? subscription = null)
    {
        string member = await JoinAsync(client, group, subscription);
        SyncGroupResponse synced = await client.SendAsync(
            new SyncGroupRequest
            {
                GroupId = group,
                MemberId = member,
                GenerationId = 1,
                Assignments = [new SyncGroupRequest.MemberAssignment { MemberId = member, Assignment = [0xAB] }],
            },
            3);
        Assert.Equal(KafkaError.None, synced.ErrorCode);
        return member;
    }

    public static JoinGroupRequest Join(string group, string member, byte[]? subscription = null) => new()
    {
        GroupId = group,
        MemberId = member,
        SessionTimeoutMs = 10_000,
        RebalanceTimeoutMs = 20_000,
        ProtocolType = "consumer",
        Protocols = [new JoinGroupRequest.Protocol { Name = "range", Metadata = subscription ?? [] }],
    };

    public static byte[] Subscription(params string[] topics)
    {
        using var writer = new KafkaWriter();
        writer.WriteInt16(3);
        new ConsumerProtocolSubscription { Topics = [.. topics] }.Write(writer, 3);
        return writer.Written.ToArray();
    }

    public static OffsetCommitRequest Commit(
        string group, int generation, params (string Topic, int Partition, long Offset)[] offsets) => new()
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = generation,
            Topics =
        [
            .. offsets.Select(static o => new OffsetCommitRequest.Topic
            {
                Name = o.Topic,
                Partitions =
                [
                    new OffsetCommitRequest.Partition { PartitionIndex = o.Partition, CommittedOffset = o.Offset },
                ],
            }),
        ],
        };

    public static async Task<long> PositionAsync(KafkaClient client, string group, string topic, int partition)
    {
        OffsetFetchResponse response = await client.SendAsync(
            new OffsetFetchRequest
            {
                GroupId = group,
                Topics = [new OffsetFetchRequest.Topic { Name = topic, PartitionIndexes = [partition] }],
            },
            5);
        return response.Topics[0].Partitions[0].CommittedOffset;
    }
}
