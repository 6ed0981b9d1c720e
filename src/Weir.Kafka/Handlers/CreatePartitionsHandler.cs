using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Adds partitions to topics. Assignments, where given, can only name this node.</summary>
internal sealed class CreatePartitionsHandler(KafkaServer server)
    : ApiHandler<CreatePartitionsRequest, CreatePartitionsResponse>(server)
{
    protected override async ValueTask<CreatePartitionsResponse> HandleAsync(
        CreatePartitionsRequest request, RequestContext context)
    {
        var response = new CreatePartitionsResponse();
        foreach (CreatePartitionsRequest.Topic wanted in request.Topics)
        {
            (KafkaError error, string? reason) = request.Topics.Count(t => t.Name == wanted.Name) > 1
                ? (KafkaError.InvalidRequest, $"topic '{wanted.Name}' is named more than once in the request")
                : await GrowAsync(wanted, request.ValidateOnly, context);
            response.Results.Add(new CreatePartitionsResponse.TopicResult
            {
                Name = wanted.Name,
                ErrorCode = error,
                ErrorMessage = reason,
            });
        }

        return response;
    }

    private async ValueTask<(KafkaError Error, string? Reason)> GrowAsync(
        CreatePartitionsRequest.Topic wanted, bool validateOnly, RequestContext context)
    {
        if (!MayConfigure(wanted.Name, context))
            return (KafkaError.TopicAuthorizationFailed, TopicErrors.NotAllowed(wanted.Name));
        if (FindTopic(wanted.Name, context) is not { } topic)
            return (KafkaError.UnknownTopicOrPartition, $"there is no topic '{wanted.Name}'");
        int added = wanted.Count - topic.Partitions.Count;
        if (added > 0 && wanted.Assignments is { } assignments)
        {
            if (assignments.Count != added)
                return (KafkaError.InvalidReplicaAssignment,
                    $"{assignments.Count} assignments for {added} new partitions");
            if (assignments.Any(a => a.BrokerIds.Count != 1 || a.BrokerIds[0] != Server.Options.NodeId))
            {
                return (KafkaError.InvalidReplicaAssignment,
                    $"every partition is assigned to node {Server.Options.NodeId} alone");
            }
        }

        TopicOutcome outcome = await Server.Broker.Topics.AddPartitionsAsync(
            topic, wanted.Count, validateOnly, context.Closed);
        return (TopicErrors.Map(outcome.Error), outcome.Reason);
    }
}
