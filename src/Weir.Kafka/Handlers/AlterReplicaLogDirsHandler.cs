using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>There is one directory: partitions are in it, and can be moved to no other.</summary>
internal sealed class AlterReplicaLogDirsHandler(KafkaServer server)
    : ApiHandler<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse>(server)
{
    protected override ValueTask<AlterReplicaLogDirsResponse> HandleAsync(
        AlterReplicaLogDirsRequest request, RequestContext context)
    {
        var response = new AlterReplicaLogDirsResponse();
        foreach (AlterReplicaLogDirsRequest.AlterReplicaLogDir directory in request.Dirs)
        {
            KafkaError error = directory.Path == LogDirectory.Name ? KafkaError.None : KafkaError.LogDirNotFound;
            foreach (AlterReplicaLogDirsRequest.Topic asked in directory.Topics)
            {
                response.Results.Add(new AlterReplicaLogDirsResponse.TopicResult
                {
                    TopicName = asked.Name,
                    Partitions =
                    [
                        .. asked.Partitions.Select(index => new AlterReplicaLogDirsResponse.PartitionResult
                        {
                            PartitionIndex = index,
                            ErrorCode = FindTopic(asked.Name, context)?.PartitionAt(index) is null
                                ? KafkaError.UnknownTopicOrPartition
                                : error,
                        }),
                    ],
                });
            }
        }

        return new(response);
    }
}
