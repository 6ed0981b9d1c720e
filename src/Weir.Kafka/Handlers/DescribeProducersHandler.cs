using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Shows the idempotent producers that partitions know. None of them has a transaction.</summary>
internal sealed class DescribeProducersHandler(KafkaServer server)
    : ApiHandler<DescribeProducersRequest, DescribeProducersResponse>(server)
{
    protected override ValueTask<DescribeProducersResponse> HandleAsync(
        DescribeProducersRequest request, RequestContext context)
    {
        var response = new DescribeProducersResponse();
        foreach (DescribeProducersRequest.TopicRequest asked in request.Topics)
        {
            Topic? topic = FindTopic(asked.Name, context);
            response.Topics.Add(new DescribeProducersResponse.TopicResponse
            {
                Name = asked.Name,
                Partitions = [.. asked.PartitionIndexes.Select(i => Describe(i, topic?.PartitionAt(i)))],
            });
        }

        return new(response);
    }

    private static DescribeProducersResponse.PartitionResponse Describe(int index, Partition? partition)
    {
        var response = new DescribeProducersResponse.PartitionResponse { PartitionIndex = index };
        if (partition is null)
        {
            response.ErrorCode = KafkaError.UnknownTopicOrPartition;
            return response;
        }

        response.ActiveProducers =
        [
            .. partition.DescribeProducers().Select(static p => new DescribeProducersResponse.ProducerState
            {
                ProducerId = p.Id,
                ProducerEpoch = p.Epoch,
                LastSequence = p.LastSequence,
                LastTimestamp = p.LastSeenMs,
                CoordinatorEpoch = -1,
            }),
        ];
        return response;
    }
}
