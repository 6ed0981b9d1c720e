using Weir.Broker.Groups;
using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Gives groups' committed positions; -1 where there is none, also for topics and groups that do not exist. All
/// positions are stable, as no transaction is ever open.
/// </summary>
internal sealed class OffsetFetchHandler(KafkaServer server)
    : ApiHandler<OffsetFetchRequest, OffsetFetchResponse>(server)
{
    private const short FirstWithAll = 2;
    private const short FirstWithSeveralGroups = 8;
    private const short FirstWithTopicIds = 10;
    private static readonly CommittedOffset None = new(-1, -1, "", -1, -1);

    protected override ValueTask<OffsetFetchResponse> HandleAsync(OffsetFetchRequest request, RequestContext context)
    {
        var response = new OffsetFetchResponse();
        if (context.Version < FirstWithSeveralGroups)
        {
            if (!MayRead(request.GroupId, context)) return new(Refused(request, context.Version));
            response.Topics = request.Topics is null && context.Version >= FirstWithAll
                ? All(request.GroupId)
                : [.. request.Topics!.Select(t => Named(request.GroupId, t))];
            return new(response);
        }

        foreach (OffsetFetchRequest.Group group in request.Groups)
        {
            if (!MayRead(group.GroupId, context))
            {
                response.Groups.Add(new OffsetFetchResponse.Group
                {
                    GroupId = group.GroupId,
                    ErrorCode = KafkaError.GroupAuthorizationFailed,
                });
                continue;
            }

            response.Groups.Add(new OffsetFetchResponse.Group
            {
                GroupId = group.GroupId,
                Topics = group.Topics is null
                    ? AllOf(group.GroupId, context)
                    : [.. group.Topics.Select(t => Asked(group.GroupId, t, context))],
            });
        }

        return new(response);
    }

    /// <summary>Before version 2 there is no place for the error but with each partition.</summary>
    private static OffsetFetchResponse Refused(OffsetFetchRequest request, short version)
    {
        if (version >= FirstWithAll) return new OffsetFetchResponse { ErrorCode = KafkaError.GroupAuthorizationFailed };
        var response = new OffsetFetchResponse();
        foreach (OffsetFetchRequest.Topic asked in request.Topics ?? [])
        {
            var topic = new OffsetFetchResponse.Topic { Name = asked.Name };
            foreach (int index in asked.PartitionIndexes)
            {
                OffsetFetchResponse.Partition partition = Old(index, None);
                partition.ErrorCode = KafkaError.GroupAuthorizationFailed;
                topic.Partitions.Add(partition);
            }

            response.Topics.Add(topic);
        }

        return response;
    }

    private OffsetFetchResponse.Topic Named(string groupId, OffsetFetchRequest.Topic asked) => new()
    {
        Name = asked.Name,
        Partitions = [.. asked.PartitionIndexes.Select(p => Old(p, Find(groupId, asked.Name, p)))],
    };

    private List<OffsetFetchResponse.Topic> All(string groupId) =>
    [
        .. Server.Broker.Groups.AllOffsets(groupId).GroupBy(static e => e.Key.Topic).Select(static g =>
            new OffsetFetchResponse.Topic
            {
                Name = g.Key,
                Partitions = [.. g.Select(static e => Old(e.Key.Partition, e.Value))],
            }),
    ];

    private OffsetFetchResponse.GroupTopic Asked(
        string groupId, OffsetFetchRequest.GroupTopic asked, RequestContext context)
    {
        var answer = new OffsetFetchResponse.GroupTopic { Name = asked.Name, TopicId = asked.TopicId };
        string? name = context.Version < FirstWithTopicIds ? asked.Name : FindTopic(asked.TopicId, context)?.Name;
        foreach (int index in asked.PartitionIndexes)
        {
            OffsetFetchResponse.GroupPartition partition = New(index, name is null ? None : Find(groupId, name, index));
            if (name is null) partition.ErrorCode = KafkaError.UnknownTopicId;
            answer.Partitions.Add(partition);
        }

        return answer;
    }

    /// <summary>With ids only those topics can be named that still exist.</summary>
    private List<OffsetFetchResponse.GroupTopic> AllOf(string groupId, RequestContext context)
    {
        var topics = new List<OffsetFetchResponse.GroupTopic>();
        foreach (IGrouping<string, OffsetEntry> entries in
            Server.Broker.Groups.AllOffsets(groupId).GroupBy(static e => e.Key.Topic))
        {
            Topic? topic = FindTopic(entries.Key, context);
            if (topic is null && context.Version >= FirstWithTopicIds) continue;
            topics.Add(new OffsetFetchResponse.GroupTopic
            {
                Name = entries.Key,
                TopicId = topic?.Id ?? Guid.Empty,
                Partitions = [.. entries.Select(static e => New(e.Key.Partition, e.Value))],
            });
        }

        return topics;
    }

    private CommittedOffset Find(string groupId, string topic, int partition) =>
        Server.Broker.Groups.TryGetOffset(groupId, new OffsetKey(topic, partition), out CommittedOffset offset)
            ? offset
            : None;

    private static OffsetFetchResponse.Partition Old(int index, in CommittedOffset offset) => new()
    {
        PartitionIndex = index,
        CommittedOffset = offset.Offset,
        CommittedLeaderEpoch = offset.LeaderEpoch,
        Metadata = offset.Metadata,
    };

    private static OffsetFetchResponse.GroupPartition New(int index, in CommittedOffset offset) => new()
    {
        PartitionIndex = index,
        CommittedOffset = offset.Offset,
        CommittedLeaderEpoch = offset.LeaderEpoch,
        Metadata = offset.Metadata,
    };
}
