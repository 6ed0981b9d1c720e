using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Deletes topics, by name or since version 6 by id, each on its own.</summary>
internal sealed class DeleteTopicsHandler(KafkaServer server)
    : ApiHandler<DeleteTopicsRequest, DeleteTopicsResponse>(server)
{
    private const short FirstWithIds = 6;

    protected override async ValueTask<DeleteTopicsResponse> HandleAsync(
        DeleteTopicsRequest request, RequestContext context)
    {
        List<DeleteTopicsRequest.Topic> wanted = context.Version >= FirstWithIds
            ? request.Topics
            : [.. request.TopicNames.Select(static n => new DeleteTopicsRequest.Topic { Name = n })];
        var response = new DeleteTopicsResponse();
        foreach (DeleteTopicsRequest.Topic one in wanted)
        {
            bool repeated = wanted.Count(t => t.Name == one.Name && t.TopicId == one.TopicId) > 1;
            response.Responses.Add(repeated
                ? Answer(one, KafkaError.InvalidRequest, "the topic is named more than once in the request")
                : await DeleteAsync(one, context));
        }

        return response;
    }

    private async ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(
        DeleteTopicsRequest.Topic wanted, RequestContext context)
    {
        bool byId = wanted.TopicId != Guid.Empty;
        if (byId == (wanted.Name is not null))
            return Answer(wanted, KafkaError.InvalidRequest, "a topic is deleted either by its name or by its id");
        if (wanted.Name is { } name && !MayConfigure(name, context))
            return Answer(wanted, KafkaError.TopicAuthorizationFailed, TopicErrors.NotAllowed(name));
        Topic? topic = byId ? FindTopic(wanted.TopicId, context) : FindTopic(wanted.Name!, context);
        if (topic is null)
        {
            KafkaError unknown = byId ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition;
            return Answer(wanted, unknown, "there is no such topic");
        }

        if (!MayConfigure(topic.Name, context))
            return Answer(wanted, KafkaError.TopicAuthorizationFailed, TopicErrors.NotAllowed(topic.Name));
        TopicOutcome outcome = await Server.Broker.Topics.DeleteAsync(topic, context.Closed);
        return new DeleteTopicsResponse.DeletableTopicResult
        {
            Name = topic.Name,
            TopicId = topic.Id,
            ErrorCode = TopicErrors.Map(outcome.Error),
            ErrorMessage = outcome.Reason,
        };
    }

    private static DeleteTopicsResponse.DeletableTopicResult Answer(
        DeleteTopicsRequest.Topic wanted, KafkaError error, string reason) =>
        new() { Name = wanted.Name, TopicId = wanted.TopicId, ErrorCode = error, ErrorMessage = reason };
}
