using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Creates topics, each on its own: one refusal does not touch the others.</summary>
internal sealed class CreateTopicsHandler(KafkaServer server)
    : ApiHandler<CreateTopicsRequest, CreateTopicsResponse>(server)
{
    protected override async ValueTask<CreateTopicsResponse> HandleAsync(
        CreateTopicsRequest request, RequestContext context)
    {
        var response = new CreateTopicsResponse();
        foreach (CreateTopicsRequest.CreatableTopic wanted in request.Topics)
        {
            bool repeated = request.Topics.Count(t => t.Name == wanted.Name) > 1;
            response.Topics.Add(repeated
                ? Refused(
                    wanted.Name, KafkaError.InvalidRequest,
                        $"topic '{wanted.Name}' is named more than once in the request")
                : await CreateAsync(wanted, request.ValidateOnly, context));
        }

        return response;
    }

    private async ValueTask<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        CreateTopicsRequest.CreatableTopic wanted, bool validateOnly, RequestContext context)
    {
        if (!TopicErrors.IsLegalName(wanted.Name))
        {
            return Refused(
                wanted.Name, KafkaError.InvalidTopic, "a topic name has 1 to 249 characters of a-z A-Z 0-9 . _ -");
        }

        if (!MayConfigure(wanted.Name, context))
            return Refused(wanted.Name, KafkaError.TopicAuthorizationFailed, TopicErrors.NotAllowed(wanted.Name));
        if (wanted.Assignments.Count == 0 && wanted.ReplicationFactor is not (-1 or 1))
        {
            return Refused(
                wanted.Name,
                KafkaError.InvalidReplicationFactor,
                $"replication factor is 1, not {wanted.ReplicationFactor}: one node serves all");
        }

        if (wanted.Assignments.Any(a => a.BrokerIds.Count != 1 || a.BrokerIds[0] != Server.Options.NodeId))
        {
            return Refused(
                wanted.Name,
                KafkaError.InvalidReplicaAssignment,
                $"every partition is assigned to node {Server.Options.NodeId} alone");
        }

        int partitions = wanted.Assignments.Count > 0 ? wanted.Assignments.Count
            : wanted.NumPartitions == -1 ? Server.Options.DefaultPartitions
            : wanted.NumPartitions;
        var settings = new Dictionary<string, string>();
        foreach (CreateTopicsRequest.CreatableTopicConfig config in wanted.Configs)
            if (config.Value is not null) settings[config.Name] = config.Value;
        TopicOutcome outcome = await Server.Broker.Topics.CreateAsync(
            context.Namespace, wanted.Name, TopicKind.Stream, partitions, settings, validateOnly, context.Closed);
        return outcome.Error != TopicError.None
            ? Refused(wanted.Name, TopicErrors.Map(outcome.Error), outcome.Reason)
            : Created(wanted.Name, partitions, outcome.Topic, context.Version);
    }

    private CreateTopicsResponse.CreatableTopicResult Created(string name, int partitions, Topic? topic, short version)
    {
        var result = new CreateTopicsResponse.CreatableTopicResult { Name = name, ErrorMessage = null };
        if (version >= 7 && topic is not null) result.TopicId = topic.Id;
        if (version < 5) return result;
        result.NumPartitions = partitions;
        result.ReplicationFactor = 1;
        result.Configs = [];
        if (topic is null) return result;
        foreach (ConfigEntry entry in TopicConfigs.Describe(topic.Settings, Server.Broker.Topics.Defaults))
        {
            result.Configs.Add(new CreateTopicsResponse.TopicConfig
            {
                Name = entry.Name,
                Value = entry.Value,
                ConfigSource = (sbyte)entry.Source,
            });
        }

        return result;
    }

    private static CreateTopicsResponse.CreatableTopicResult Refused(string name, KafkaError error, string? reason) =>
        new() { Name = name, ErrorCode = error, ErrorMessage = reason, Configs = [] };
}
