using Weir.Broker.Security;
using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Shows how large partitions are. There is one store, so one directory; its own size is not told.</summary>
internal sealed class DescribeLogDirsHandler(KafkaServer server)
    : ApiHandler<DescribeLogDirsRequest, DescribeLogDirsResponse>(server)
{
    protected override ValueTask<DescribeLogDirsResponse> HandleAsync(
        DescribeLogDirsRequest request, RequestContext context)
    {
        if (!context.Access.IsAdministrator && !context.Access.Has(UserTags.Monitoring))
            return new(new DescribeLogDirsResponse { ErrorCode = KafkaError.ClusterAuthorizationFailed });
        var directory = new DescribeLogDirsResponse.DescribeLogDirsResult { LogDir = LogDirectory.Name };
        if (request.Topics is null)
        {
            foreach (Topic topic in Server.Broker.Topics.All.Where(t => t.Namespace == context.Namespace))
                directory.Topics.Add(Measure(topic, topic.Partitions));
        }
        else
        {
            foreach (DescribeLogDirsRequest.DescribableLogDirTopic wanted in request.Topics)
            {
                if (FindTopic(wanted.Topic, context) is not { } topic) continue;
                directory.Topics.Add(Measure(
                    topic, wanted.Partitions.Select(topic.PartitionAt).OfType<Partition>()));
            }
        }

        return new(new DescribeLogDirsResponse { Results = [directory] });
    }

    private static DescribeLogDirsResponse.Topic Measure(Topic topic, IEnumerable<Partition> partitions) => new()
    {
        Name = topic.Name,
        Partitions =
        [
            .. partitions.Select(static p => new DescribeLogDirsResponse.Partition
            {
                PartitionIndex = p.Index,
                PartitionSize = p.Log.SizeBytes,
            }),
        ],
    };
}
