using Weir.Broker.Groups;
using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Stores a group's positions. Entries for partitions that do not exist are refused alone, the others are committed in
/// one step and answered when they are durable.
/// </summary>
internal sealed class OffsetCommitHandler(KafkaServer server)
    : ApiHandler<OffsetCommitRequest, OffsetCommitResponse>(server)
{
    private const short FirstWithTopicIds = 10;

    protected override async ValueTask<OffsetCommitResponse> HandleAsync(
        OffsetCommitRequest request, RequestContext context)
    {
        var response = new OffsetCommitResponse();
        var offsets = new List<OffsetToCommit>();
        var answers = new List<OffsetCommitResponse.Partition>();
        foreach (OffsetCommitRequest.Topic asked in request.Topics)
            response.Topics.Add(Resolve(request, asked, context, offsets, answers));
        if (offsets.Count == 0) return response;
        long[] before = PositionsOfTraced(request.GroupId, offsets, context);
        OffsetsReply reply = await Server.Broker.Groups.CommitAsync(new CommitRequest
        {
            GroupId = request.GroupId,
            MemberId = request.MemberId,
            InstanceId = request.GroupInstanceId,
            Generation = request.GenerationIdOrMemberEpoch,
            RetentionMs = request.RetentionTimeMs,
            Offsets = offsets,
        });
        for (int i = 0; i < answers.Count; i++)
        {
            GroupError error = reply.Error != GroupError.None ? reply.Error : reply.Entries[i];
            answers[i].ErrorCode = GroupErrors.MapCommit(error, context.Version);
            if (before.Length > 0 && error == GroupError.None)
                PartitionOf(offsets[i], context)?.Trace?.Committed(
                    request.GroupId, context.Client, before[i], offsets[i].Offset);
        }

        return response;
    }

    /// <summary>Where the group was in each partition before this commit; empty where none is traced.</summary>
    private long[] PositionsOfTraced(string group, List<OffsetToCommit> offsets, RequestContext context)
    {
        bool isTraced = false;
        foreach (OffsetToCommit offset in offsets) isTraced |= PartitionOf(offset, context)?.Trace is not null;
        if (!isTraced) return [];
        var before = new long[offsets.Count];
        for (int i = 0; i < before.Length; i++)
        {
            var key = new OffsetKey(offsets[i].Topic, offsets[i].Partition);
            before[i] = Server.Broker.Groups.TryGetOffset(group, key, out CommittedOffset known) ? known.Offset
                : PartitionOf(offsets[i], context)?.Log.StartOffset ?? 0;
        }

        return before;
    }

    private Partition? PartitionOf(OffsetToCommit offset, RequestContext context) =>
        FindTopic(offset.Topic, context)?.PartitionAt(offset.Partition);

    /// <summary>
    /// Adds what can be committed to <paramref name="offsets"/>, and where its outcome goes to <paramref
    /// name="answers"/>.
    /// </summary>
    private OffsetCommitResponse.Topic Resolve(
        OffsetCommitRequest request,
        OffsetCommitRequest.Topic asked,
        RequestContext context,
        List<OffsetToCommit> offsets,
        List<OffsetCommitResponse.Partition> answers)
    {
        bool byId = context.Version >= FirstWithTopicIds;
        Topic? topic = byId ? FindTopic(asked.TopicId, context) : FindTopic(asked.Name, context);
        var answered = new OffsetCommitResponse.Topic { Name = asked.Name, TopicId = asked.TopicId };
        KafkaError refused = !MayRead(request.GroupId, context) ? KafkaError.GroupAuthorizationFailed
            : !MayRead(topic?.Name ?? asked.Name, context) && !(byId && topic is null)
                ? KafkaError.TopicAuthorizationFailed
            : KafkaError.None;
        foreach (OffsetCommitRequest.Partition partition in asked.Partitions)
        {
            var answer = new OffsetCommitResponse.Partition { PartitionIndex = partition.PartitionIndex };
            answered.Partitions.Add(answer);
            if (refused != KafkaError.None)
            {
                answer.ErrorCode = refused;
                continue;
            }

            if (topic?.PartitionAt(partition.PartitionIndex) is null)
            {
                answer.ErrorCode = topic is null && byId
                    ? KafkaError.UnknownTopicId
                    : KafkaError.UnknownTopicOrPartition;
                continue;
            }

            answers.Add(answer);
            offsets.Add(new OffsetToCommit(
                topic.Name,
                partition.PartitionIndex,
                partition.CommittedOffset,
                partition.CommittedLeaderEpoch,
                partition.CommittedMetadata));
        }

        return answered;
    }
}
