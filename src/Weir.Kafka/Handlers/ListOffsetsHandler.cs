using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;
using Weir.Storage.Logs;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Finds offsets: the ends of a partition, the newest timestamp, or the first record at or after a time.
/// </summary>
internal sealed class ListOffsetsHandler(KafkaServer server)
    : ApiHandler<ListOffsetsRequest, ListOffsetsResponse>(server)
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long MaxTimestamp = -3;
    private const long EarliestLocal = -4;
    private const long LatestTiered = -5;

    protected override async ValueTask<ListOffsetsResponse> HandleAsync(
        ListOffsetsRequest request, RequestContext context)
    {
        var response = new ListOffsetsResponse();
        foreach (ListOffsetsRequest.Topic asked in request.Topics)
        {
            Topic? topic = FindTopic(asked.Name, context);
            var answer = new ListOffsetsResponse.TopicResponse { Name = asked.Name };
            foreach (ListOffsetsRequest.Partition partition in asked.Partitions)
            {
                Partition? found = topic?.PartitionAt(partition.PartitionIndex);
                answer.Partitions.Add(MaySee(asked.Name, context)
                    ? await FindAsync(found, partition, context)
                    : new ListOffsetsResponse.PartitionResponse
                    {
                        PartitionIndex = partition.PartitionIndex,
                        ErrorCode = KafkaError.TopicAuthorizationFailed,
                    });
            }

            response.Topics.Add(answer);
        }

        return response;
    }

    private static async ValueTask<ListOffsetsResponse.PartitionResponse> FindAsync(
        Partition? partition, ListOffsetsRequest.Partition asked, RequestContext context)
    {
        var answer = new ListOffsetsResponse.PartitionResponse { PartitionIndex = asked.PartitionIndex };
        if (partition is null)
        {
            answer.ErrorCode = KafkaError.UnknownTopicOrPartition;
            return answer;
        }

        if (asked.CurrentLeaderEpoch > 0)
        {
            answer.ErrorCode = KafkaError.UnknownLeaderEpoch;
            return answer;
        }

        PartitionLog log = partition.Log;
        switch (asked.Timestamp)
        {
            case Latest:
                return Set(answer, log.ReadableEnd, -1, context);
            case Earliest or EarliestLocal:
                return Set(answer, log.StartOffset, -1, context);
            case LatestTiered:
                return Set(answer, -1, -1, context);
            case MaxTimestamp:
                OffsetAndTimestamp? newest = await log.FindMaxTimestampAsync(context.Closed);
                return newest is { } n ? Set(answer, n.Offset, n.Timestamp, context) : Set(answer, -1, -1, context);
            case < 0:
                answer.ErrorCode = KafkaError.InvalidRequest;
                return answer;
            default:
                OffsetAndTimestamp? found = await log.FindByTimestampAsync(asked.Timestamp, context.Closed);
                return found is { } f ? Set(answer, f.Offset, f.Timestamp, context) : Set(answer, -1, -1, context);
        }
    }

    private static ListOffsetsResponse.PartitionResponse Set(
        ListOffsetsResponse.PartitionResponse answer, long offset, long timestamp, RequestContext context)
    {
        answer.Offset = offset;
        answer.Timestamp = timestamp;
        if (context.Version >= 4 && offset >= 0) answer.LeaderEpoch = 0;
        return answer;
    }
}
