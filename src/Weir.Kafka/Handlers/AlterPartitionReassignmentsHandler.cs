using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Partitions can be assigned only to where they are: the one node there is.</summary>
internal sealed class AlterPartitionReassignmentsHandler(KafkaServer server)
    : ApiHandler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(server)
{
    protected override ValueTask<AlterPartitionReassignmentsResponse> HandleAsync(
        AlterPartitionReassignmentsRequest request, RequestContext context)
    {
        var response = new AlterPartitionReassignmentsResponse
        {
            AllowReplicationFactorChange = request.AllowReplicationFactorChange,
        };
        foreach (AlterPartitionReassignmentsRequest.ReassignableTopic asked in request.Topics)
        {
            var answered = new AlterPartitionReassignmentsResponse.ReassignableTopicResponse { Name = asked.Name };
            response.Responses.Add(answered);
            foreach (AlterPartitionReassignmentsRequest.ReassignablePartition partition in asked.Partitions)
            {
                bool exists = FindTopic(asked.Name, context)?.PartitionAt(partition.PartitionIndex) is not null;
                (KafkaError error, string? reason) = exists
                    ? Check(partition.Replicas)
                    : (KafkaError.UnknownTopicOrPartition, "there is no such partition");
                answered.Partitions.Add(new AlterPartitionReassignmentsResponse.ReassignablePartitionResponse
                {
                    PartitionIndex = partition.PartitionIndex,
                    ErrorCode = error,
                    ErrorMessage = reason,
                });
            }
        }

        return new(response);
    }

    /// <summary>Null replicas cancel what is under way.</summary>
    private (KafkaError Error, string? Reason) Check(List<int>? replicas)
    {
        if (replicas is null) return (KafkaError.NoReassignmentInProgress, null);
        return replicas.Count == 1 && replicas[0] == Server.Options.NodeId
            ? (KafkaError.None, null)
            : (KafkaError.InvalidReplicaAssignment,
                $"every partition is assigned to node {Server.Options.NodeId} alone");
    }
}
