using Weir.Kafka.Wire;

namespace Weir.Client;

/// <summary>What the commands ask a broker about topics.</summary>
internal static class TopicCalls
{
    public const sbyte TopicResource = 2;

    /// <summary>Where a setting's value comes from (Kafka's ConfigSource): the topic itself.</summary>
    public const sbyte FromTopic = 1;

    public static async Task<List<MetadataResponse.Topic>> ListTopicsAsync(
        this KafkaConnection connection, CancellationToken cancel)
    {
        MetadataRequest request = new() { Topics = null, AllowAutoTopicCreation = false };
        MetadataResponse response = await connection.CallAsync(request, cancel);
        response.Topics.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return response.Topics;
    }

    /// <summary>One topic with its partitions in order.</summary>
    /// <exception cref="BrokerException">There is no such topic.</exception>
    public static async Task<MetadataResponse.Topic> GetTopicAsync(
        this KafkaConnection connection, string name, CancellationToken cancel)
    {
        MetadataRequest request = new()
        {
            Topics = [new MetadataRequest.Topic { Name = name }],
            AllowAutoTopicCreation = false,
        };
        MetadataResponse response = await connection.CallAsync(request, cancel);
        MetadataResponse.Topic topic = response.Topics.Count == 1
            ? response.Topics[0]
            : throw new BrokerException($"the broker answered for {response.Topics.Count} topics, not for one");
        BrokerErrors.CheckTopic(topic.ErrorCode, null, name);
        topic.Partitions.Sort(static (a, b) => a.PartitionIndex.CompareTo(b.PartitionIndex));
        return topic;
    }

    /// <summary>All partitions of a topic, or the one that is named.</summary>
    public static async Task<TopicPartition[]> SelectPartitionsAsync(
        this KafkaConnection connection, string name, int? partition, CancellationToken cancel)
    {
        MetadataResponse.Topic topic = await connection.GetTopicAsync(name, cancel);
        TopicPartition[] selected =
        [
            .. topic.Partitions.Select(p => new TopicPartition(name, p.PartitionIndex))
                .Where(p => partition is null || p.Partition == partition),
        ];
        return selected.Length > 0 ? selected : throw new BrokerException(
            $"topic '{name}' has no partition {partition}; it has 0 to {topic.Partitions.Count - 1}");
    }

    /// <summary>The settings of topics, by topic, in name order.</summary>
    public static async Task<Dictionary<string, List<DescribeConfigsResponse.ResourceResult>>> GetSettingsAsync(
        this KafkaConnection connection, IEnumerable<string> topics, CancellationToken cancel)
    {
        DescribeConfigsRequest request = new()
        {
            Resources =
            [
                .. topics.Select(static topic => new DescribeConfigsRequest.Resource
                {
                    ResourceType = TopicResource,
                    ResourceName = topic,
                }),
            ],
        };
        Dictionary<string, List<DescribeConfigsResponse.ResourceResult>> settings = [];
        if (request.Resources.Count == 0) return settings;
        DescribeConfigsResponse response = await connection.CallAsync(request, cancel);
        foreach (DescribeConfigsResponse.DescribeConfigsResult result in response.Results)
        {
            BrokerErrors.CheckTopic(result.ErrorCode, result.ErrorMessage, result.ResourceName);
            result.Configs.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            settings[result.ResourceName] = result.Configs;
        }

        return settings;
    }

    /// <summary>
    /// The offsets of partitions at a time (see <see cref="OffsetTarget"/>); -1 where no record is that young.
    /// </summary>
    public static async Task<Dictionary<TopicPartition, long>> GetOffsetsAsync(
        this KafkaConnection connection,
        IEnumerable<TopicPartition> partitions,
        long timestamp,
        CancellationToken cancel)
    {
        ListOffsetsRequest request = new() { ReplicaId = -1 };
        foreach (IGrouping<string, TopicPartition> topic in partitions.GroupBy(static p => p.Topic))
        {
            request.Topics.Add(new ListOffsetsRequest.Topic
            {
                Name = topic.Key,
                Partitions =
                [
                    .. topic.Select(p => new ListOffsetsRequest.Partition
                    {
                        PartitionIndex = p.Partition,
                        Timestamp = timestamp,
                    }),
                ],
            });
        }

        Dictionary<TopicPartition, long> offsets = [];
        if (request.Topics.Count == 0) return offsets;
        ListOffsetsResponse response = await connection.CallAsync(request, versionMax: 9, cancel);
        foreach (ListOffsetsResponse.TopicResponse topic in response.Topics)
        {
            foreach (ListOffsetsResponse.PartitionResponse partition in topic.Partitions)
            {
                BrokerErrors.CheckTopic(partition.ErrorCode, null, topic.Name);
                offsets[new TopicPartition(topic.Name, partition.PartitionIndex)] = partition.Offset;
            }
        }

        return offsets;
    }

    /// <summary>
    /// The target as an offset for each partition: a time later than every record is the end, and an offset outside of
    /// what is kept is moved to the nearest that is.
    /// </summary>
    public static async Task<Dictionary<TopicPartition, long>> ResolveAsync(
        this KafkaConnection connection,
        IReadOnlyCollection<TopicPartition> partitions,
        OffsetTarget target,
        CancellationToken cancel)
    {
        var start = await connection.GetOffsetsAsync(partitions, OffsetTarget.BeginningTimestamp, cancel);
        if (target == OffsetTarget.Beginning) return start;
        var end = await connection.GetOffsetsAsync(partitions, OffsetTarget.EndTimestamp, cancel);
        if (target == OffsetTarget.End) return end;
        if (target.Offset is { } offset)
            return partitions.ToDictionary(p => p, p => Math.Clamp(offset, start[p], Math.Max(start[p], end[p])));
        var found = await connection.GetOffsetsAsync(partitions, target.Timestamp, cancel);
        return partitions.ToDictionary(p => p, p => found[p] >= 0 ? found[p] : end[p]);
    }
}
