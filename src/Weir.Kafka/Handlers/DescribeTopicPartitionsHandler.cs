using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Describes topics by name order, so many partitions at a time; the cursor in the answer says where the next request
/// goes on.
/// </summary>
internal sealed class DescribeTopicPartitionsHandler(KafkaServer server)
    : ApiHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(server)
{
    private const int PartitionsMax = 2000;

    protected override ValueTask<DescribeTopicPartitionsResponse> HandleAsync(
        DescribeTopicPartitionsRequest request, RequestContext context)
    {
        string from = request.Cursor?.TopicName ?? "";
        int left = Math.Clamp(request.ResponsePartitionLimit, 1, PartitionsMax);
        var response = new DescribeTopicPartitionsResponse();
        foreach (string name in Names(request, context).Where(n => string.CompareOrdinal(n, from) >= 0))
        {
            int first = request.Cursor is { } cursor && cursor.TopicName == name
                ? Math.Max(0, cursor.PartitionIndex)
                : 0;
            if (left == 0)
            {
                response.NextCursor = new DescribeTopicPartitionsResponse.Cursor
                {
                    TopicName = name,
                    PartitionIndex = first,
                };
                return new(response);
            }

            if (FindTopic(name, context) is not { } topic)
            {
                response.Topics.Add(Unknown(name, context));
                continue;
            }

            Partition[] shown = [.. topic.Partitions.Skip(first).Take(left)];
            left -= shown.Length;
            response.Topics.Add(Describe(topic, shown, context));
            if (first + shown.Length >= topic.Partitions.Count) continue;
            response.NextCursor = new DescribeTopicPartitionsResponse.Cursor
            {
                TopicName = name,
                PartitionIndex = first + shown.Length,
            };
            return new(response);
        }

        return new(response);
    }

    private IEnumerable<string> Names(DescribeTopicPartitionsRequest request, RequestContext context)
    {
        IEnumerable<string> names = request.Topics.Count > 0
            ? request.Topics.Select(static t => t.Name).Distinct()
            : Server.Broker.Topics.All
                .Where(t => t.Namespace == context.Namespace && TopicErrors.IsLegalName(t.Name)
                    && MaySee(t.Name, context))
                .Select(static t => t.Name);
        return names.Order(StringComparer.Ordinal);
    }

    private DescribeTopicPartitionsResponse.Topic Describe(
        Topic topic, Partition[] partitions, RequestContext context) => new()
        {
            Name = topic.Name,
            TopicId = topic.Id,
            TopicAuthorizedOperations = AuthorizedOperations.Topic(context.Access, topic.Name),
            Partitions =
        [
            .. partitions.Select(p => new DescribeTopicPartitionsResponse.Partition
            {
                PartitionIndex = p.Index,
                LeaderId = Server.Options.NodeId,
                LeaderEpoch = 0,
                ReplicaNodes = [Server.Options.NodeId],
                IsrNodes = [Server.Options.NodeId],
                EligibleLeaderReplicas = [],
                LastKnownElr = [],
            }),
        ],
        };

    private static DescribeTopicPartitionsResponse.Topic Unknown(string name, RequestContext context) => new()
    {
        Name = name,
        ErrorCode = !MaySee(name, context) ? KafkaError.TopicAuthorizationFailed
            : TopicErrors.IsLegalName(name) ? KafkaError.UnknownTopicOrPartition : KafkaError.InvalidTopic,
    };
}
