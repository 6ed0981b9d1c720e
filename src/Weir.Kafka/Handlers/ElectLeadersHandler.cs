using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Every partition is led by the one node there is, so no election is ever needed.</summary>
internal sealed class ElectLeadersHandler(KafkaServer server)
    : ApiHandler<ElectLeadersRequest, ElectLeadersResponse>(server)
{
    private const sbyte Unclean = 1;

    protected override ValueTask<ElectLeadersResponse> HandleAsync(ElectLeadersRequest request, RequestContext context)
    {
        var response = new ElectLeadersResponse();
        if (request.ElectionType is < 0 or > Unclean)
        {
            response.ErrorCode = KafkaError.InvalidRequest;
            return new(response);
        }

        // Of all partitions only those are told that had an election.
        foreach (ElectLeadersRequest.ElectedTopic asked in request.TopicPartitions ?? [])
        {
            var result = new ElectLeadersResponse.ReplicaElectionResult { Topic = asked.Topic };
            response.ReplicaElectionResults.Add(result);
            foreach (int index in asked.Partitions)
            {
                bool exists = FindTopic(asked.Topic, context)?.PartitionAt(index) is not null;
                result.PartitionResult.Add(new ElectLeadersResponse.PartitionResult
                {
                    PartitionId = index,
                    ErrorCode = exists ? KafkaError.ElectionNotNeeded : KafkaError.UnknownTopicOrPartition,
                    ErrorMessage = exists
                        ? "the partition is led by the one node there is"
                        : "there is no such partition",
                });
            }
        }

        return new(response);
    }
}
