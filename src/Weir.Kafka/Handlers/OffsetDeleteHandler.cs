using Weir.Broker.Groups;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Forgets positions of a group, except in topics that its members read.</summary>
internal sealed class OffsetDeleteHandler(KafkaServer server)
    : ApiHandler<OffsetDeleteRequest, OffsetDeleteResponse>(server)
{
    protected override async ValueTask<OffsetDeleteResponse> HandleAsync(
        OffsetDeleteRequest request, RequestContext context)
    {
        if (!MayConfigure(request.GroupId, context))
            return new OffsetDeleteResponse { ErrorCode = KafkaError.GroupAuthorizationFailed };
        var response = new OffsetDeleteResponse();
        var keys = new List<OffsetKey>();
        var answers = new List<OffsetDeleteResponse.Partition>();
        foreach (OffsetDeleteRequest.Topic asked in request.Topics)
        {
            var topic = new OffsetDeleteResponse.Topic { Name = asked.Name };
            response.Topics.Add(topic);
            foreach (OffsetDeleteRequest.Partition partition in asked.Partitions)
            {
                var answer = new OffsetDeleteResponse.Partition { PartitionIndex = partition.PartitionIndex };
                topic.Partitions.Add(answer);
                if (FindTopic(asked.Name, context)?.PartitionAt(partition.PartitionIndex) is null)
                {
                    answer.ErrorCode = KafkaError.UnknownTopicOrPartition;
                    continue;
                }

                answers.Add(answer);
                keys.Add(new OffsetKey(asked.Name, partition.PartitionIndex));
            }
        }

        OffsetsReply reply = await Server.Broker.Groups.DeleteOffsetsAsync(request.GroupId, keys);
        if (reply.Error != GroupError.None)
            return new OffsetDeleteResponse { ErrorCode = GroupErrors.Map(reply.Error) };
        for (int i = 0; i < answers.Count; i++) answers[i].ErrorCode = GroupErrors.Map(reply.Entries[i]);
        return response;
    }
}
