using Weir.Broker.Security;
using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Changes the settings of topics; says of everything else why it cannot be changed.</summary>
internal sealed class ConfigChanges(KafkaServer server)
{
    public async ValueTask<(KafkaError Error, string? Reason)> ApplyAsync(
        sbyte resourceType,
        string name,
        Func<TopicSettings, IReadOnlyDictionary<string, string>> change,
        bool validateOnly,
        RequestContext context)
    {
        switch ((ConfigResource)resourceType)
        {
            case ConfigResource.Topic when !context.Access.Allows(Permission.Configure, name):
                return (KafkaError.TopicAuthorizationFailed, TopicErrors.NotAllowed(name));
            case ConfigResource.Topic:
                if (server.Broker.Topics.Find(context.Namespace, name) is not { } topic)
                    return (KafkaError.UnknownTopicOrPartition, $"there is no topic '{name}'");
                TopicOutcome outcome = await server.Broker.Topics.ConfigureAsync(
                    topic, change, validateOnly, context.Closed);
                return (TopicErrors.Map(outcome.Error), outcome.Reason);
            case ConfigResource.Broker:
                return (KafkaError.InvalidRequest,
                    "the node's settings are read-only: they are in the configuration it is started with");
            default:
                return (KafkaError.InvalidRequest, $"resources of type {resourceType} have no settings here");
        }
    }
}
