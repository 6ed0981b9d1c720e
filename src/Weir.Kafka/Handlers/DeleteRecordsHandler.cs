using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Kafka.Handlers;

/// <summary>Gives up records below an offset; answered when that is durable.</summary>
internal sealed class DeleteRecordsHandler(KafkaServer server)
    : ApiHandler<DeleteRecordsRequest, DeleteRecordsResponse>(server)
{
    private const long HighWatermark = -1;

    protected override async ValueTask<DeleteRecordsResponse> HandleAsync(
        DeleteRecordsRequest request, RequestContext context)
    {
        var response = new DeleteRecordsResponse();
        foreach (DeleteRecordsRequest.Topic asked in request.Topics)
        {
            Topic? topic = FindTopic(asked.Name, context);
            var result = new DeleteRecordsResponse.TopicResult { Name = asked.Name };
            response.Topics.Add(result);
            foreach (DeleteRecordsRequest.Partition partition in asked.Partitions)
            {
                (KafkaError error, long lowWatermark) = !MayConfigure(asked.Name, context)
                    ? (KafkaError.TopicAuthorizationFailed, -1)
                    : await DeleteAsync(topic?.PartitionAt(partition.PartitionIndex), partition.Offset);
                result.Partitions.Add(new DeleteRecordsResponse.PartitionResult
                {
                    PartitionIndex = partition.PartitionIndex,
                    ErrorCode = error,
                    LowWatermark = lowWatermark,
                });
            }
        }

        return response;
    }

    private static async ValueTask<(KafkaError Error, long LowWatermark)> DeleteAsync(Partition? partition, long offset)
    {
        if (partition is null) return (KafkaError.UnknownTopicOrPartition, -1);
        Topic topic = partition.Topic;
        if (topic.Kind == TopicKind.Queue || !topic.Settings.CleanupPolicy.HasFlag(CleanupPolicy.Delete))
            return (KafkaError.PolicyViolation, -1);
        long end = partition.Log.ReadableEnd;
        if (offset == HighWatermark) offset = end;
        if (offset < 0 || offset > end) return (KafkaError.OffsetOutOfRange, -1);
        try
        {
            long lsn = Trim(partition, offset);
            Commit outcome = await partition.Shard.WaitAsync(lsn, new CommitWaiter());
            return outcome == Commit.Done
                ? (KafkaError.None, partition.Log.StartOffset)
                : (KafkaError.KafkaStorageError, -1);
        }
        catch (StorageFailedException)
        {
            return (KafkaError.KafkaStorageError, -1);
        }
    }

    private static long Trim(Partition partition, long offset)
    {
        using ShardWrite write = partition.Shard.Enter();
        write.Trim(partition.Log, offset);
        return write.Lsn;
    }
}
