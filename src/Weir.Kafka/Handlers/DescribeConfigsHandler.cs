using System.Globalization;
using Weir.Broker.Security;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Shows the settings of topics, and those of this node.</summary>
internal sealed class DescribeConfigsHandler(KafkaServer server)
    : ApiHandler<DescribeConfigsRequest, DescribeConfigsResponse>(server)
{
    protected override ValueTask<DescribeConfigsResponse> HandleAsync(
        DescribeConfigsRequest request, RequestContext context)
    {
        var response = new DescribeConfigsResponse();
        foreach (DescribeConfigsRequest.Resource resource in request.Resources)
        {
            (KafkaError error, string? reason, IEnumerable<ConfigEntry> entries) = Find(resource, context);
            response.Results.Add(new DescribeConfigsResponse.DescribeConfigsResult
            {
                ErrorCode = error,
                ErrorMessage = reason,
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
                Configs =
                [
                    .. entries
                        .Where(e => resource.ConfigurationKeys is null || resource.ConfigurationKeys.Contains(e.Name))
                        .Select(e => Show(e, request.IncludeSynonyms, request.IncludeDocumentation)),
                ],
            });
        }

        return new(response);
    }

    private (KafkaError Error, string? Reason, IEnumerable<ConfigEntry> Entries) Find(
        DescribeConfigsRequest.Resource resource, RequestContext context)
    {
        string name = resource.ResourceName;
        switch ((ConfigResource)resource.ResourceType)
        {
            case ConfigResource.Topic when !TopicErrors.IsLegalName(name):
                return (KafkaError.InvalidTopic, $"'{name}' is not a topic name", []);
            case ConfigResource.Topic when !MaySee(name, context):
                return (KafkaError.TopicAuthorizationFailed, TopicErrors.NotAllowed(name), []);
            case ConfigResource.Topic:
                return FindTopic(name, context) is { } topic
                    ? (KafkaError.None, null, TopicConfigs.Describe(topic.Settings, Server.Broker.Topics.Defaults))
                    : (KafkaError.UnknownTopicOrPartition, $"there is no topic '{name}'", []);
            case ConfigResource.Broker when !context.Access.IsAdministrator && !context.Access.Has(UserTags.Monitoring):
                return (KafkaError.ClusterAuthorizationFailed, "the node's settings are for its administrators", []);
            case ConfigResource.Broker when name == Server.Options.NodeId.ToString(CultureInfo.InvariantCulture):
                return (KafkaError.None, null, NodeConfigs.Describe(Server.Options, Server.Broker.Options));
            case ConfigResource.Broker when name.Length == 0:
                return (KafkaError.None, null, []); // what was set at run time for all nodes, which nothing can be
            case ConfigResource.Broker:
                return (KafkaError.InvalidRequest, $"there is node {Server.Options.NodeId} and no '{name}'", []);
            default:
                return (KafkaError.InvalidRequest,
                    $"resources of type {resource.ResourceType} have no settings here", []);
        }
    }

    private static DescribeConfigsResponse.ResourceResult Show(
        ConfigEntry entry, bool synonyms, bool documentation) => new()
        {
            Name = entry.Name,
            Value = entry.Value,
            ReadOnly = entry.IsReadOnly,
            ConfigSource = (sbyte)entry.Source,
            ConfigType = (sbyte)entry.Type,
            Documentation = documentation ? entry.Documentation : null,
            Synonyms = !synonyms ? [] :
        [
            .. entry.Levels.Select(l => new DescribeConfigsResponse.Synonym
            {
                Name = entry.Name,
                Value = l.Value,
                Source = (sbyte)l.Source,
            }),
        ],
        };
}
