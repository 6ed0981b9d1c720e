using Weir.Kafka.Wire;

namespace Weir.Client;

/// <summary>What the commands ask a broker about consumer groups.</summary>
internal static class GroupCalls
{
    // From version 8 on, the request names many groups at once.
    private const short OffsetFetchVersionMax = 7;

    // From version 10 on, topics go by their id.
    private const short OffsetCommitVersionMax = 9;

    /// <exception cref="BrokerException">There is no such group.</exception>
    public static async Task<DescribeGroupsResponse.DescribedGroup> GetGroupAsync(
        this KafkaConnection connection, string group, CancellationToken cancel)
    {
        DescribeGroupsResponse response =
            await connection.CallAsync(new DescribeGroupsRequest { Groups = [group] }, cancel);
        DescribeGroupsResponse.DescribedGroup found = response.Groups[0];
        BrokerErrors.CheckGroup(found.ErrorCode, found.ErrorMessage, group);
        return found;
    }

    /// <summary>Every committed offset of a group.</summary>
    public static async Task<SortedDictionary<TopicPartition, long>> GetCommittedAsync(
        this KafkaConnection connection, string group, CancellationToken cancel)
    {
        OffsetFetchRequest request = new() { GroupId = group, Topics = null };
        OffsetFetchResponse response = await connection.CallAsync(request, OffsetFetchVersionMax, cancel);
        BrokerErrors.CheckGroup(response.ErrorCode, null, group);
        SortedDictionary<TopicPartition, long> committed = new(Comparer<TopicPartition>.Create(static (a, b) =>
            string.CompareOrdinal(a.Topic, b.Topic) is var order and not 0
                ? order
                : a.Partition.CompareTo(b.Partition)));
        foreach (OffsetFetchResponse.Topic topic in response.Topics)
        {
            foreach (OffsetFetchResponse.Partition partition in topic.Partitions)
            {
                BrokerErrors.CheckGroup(partition.ErrorCode, null, group);
                if (partition.CommittedOffset >= 0)
                    committed[new TopicPartition(topic.Name, partition.PartitionIndex)] = partition.CommittedOffset;
            }
        }

        return committed;
    }

    /// <summary>Commits as one who is no member, which a broker accepts only while the group has none.</summary>
    public static async Task CommitAsync(
        this KafkaConnection connection,
        string group,
        IEnumerable<KeyValuePair<TopicPartition, long>> offsets,
        CancellationToken cancel)
    {
        OffsetCommitRequest request = new() { GroupId = group };
        foreach (var topic in offsets.GroupBy(static entry => entry.Key.Topic))
        {
            request.Topics.Add(new OffsetCommitRequest.Topic
            {
                Name = topic.Key,
                Partitions =
                [
                    .. topic.Select(static entry => new OffsetCommitRequest.Partition
                    {
                        PartitionIndex = entry.Key.Partition,
                        CommittedOffset = entry.Value,
                        CommittedMetadata = "",
                    }),
                ],
            });
        }

        if (request.Topics.Count == 0) return;
        OffsetCommitResponse response = await connection.CallAsync(request, OffsetCommitVersionMax, cancel);
        foreach (OffsetCommitResponse.Partition partition in response.Topics.SelectMany(static t => t.Partitions))
            BrokerErrors.CheckGroup(partition.ErrorCode, null, group);
    }
}
