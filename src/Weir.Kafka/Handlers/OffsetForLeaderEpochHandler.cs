using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Tells where a leader epoch ends, by which clients find records that a leader lost. Here the epoch is 0 for ever and
/// ends at the end of the log; of any other nothing is known.
/// </summary>
internal sealed class OffsetForLeaderEpochHandler(KafkaServer server)
    : ApiHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(server)
{
    private const int TheEpoch = 0;

    protected override ValueTask<OffsetForLeaderEpochResponse> HandleAsync(
        OffsetForLeaderEpochRequest request, RequestContext context)
    {
        var response = new OffsetForLeaderEpochResponse();
        foreach (OffsetForLeaderEpochRequest.OffsetForLeaderTopic asked in request.Topics)
        {
            Topic? topic = FindTopic(asked.Topic, context);
            response.Topics.Add(new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult
            {
                Topic = asked.Topic,
                Partitions = [.. asked.Partitions.Select(p => Find(topic?.PartitionAt(p.Partition), p))],
            });
        }

        return new(response);
    }

    private static OffsetForLeaderEpochResponse.EpochEndOffset Find(
        Partition? partition, OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked)
    {
        var answer = new OffsetForLeaderEpochResponse.EpochEndOffset { Partition = asked.Partition };
        if (partition is null)
        {
            answer.ErrorCode = KafkaError.UnknownTopicOrPartition;
        }
        else if (asked.CurrentLeaderEpoch > TheEpoch)
        {
            answer.ErrorCode = KafkaError.UnknownLeaderEpoch;
        }
        else if (asked.LeaderEpoch == TheEpoch)
        {
            answer.LeaderEpoch = TheEpoch;
            answer.EndOffset = partition.Log.ReadableEnd;
        }

        return answer;
    }
}
