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
        }

        return response;
    }

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
