using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Changes single settings of a topic and leaves the others: set, delete, and for lists append and subtract.
/// </summary>
internal sealed class IncrementalAlterConfigsHandler(KafkaServer server, ConfigChanges changes)
    : ApiHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(server)
{
    private const sbyte Set = 0;
    private const sbyte Delete = 1;
    private const sbyte Append = 2;
    private const sbyte Subtract = 3;

    protected override async ValueTask<IncrementalAlterConfigsResponse> HandleAsync(
        IncrementalAlterConfigsRequest request, RequestContext context)
    {
        var response = new IncrementalAlterConfigsResponse();
        foreach (IncrementalAlterConfigsRequest.AlterConfigsResource resource in request.Resources)
        {
            bool repeated = request.Resources.Count(
                r => r.ResourceType == resource.ResourceType && r.ResourceName == resource.ResourceName) > 1;
            (KafkaError error, string? reason) = repeated
                ? (KafkaError.InvalidRequest, "the resource is named more than once in the request")
                : Check(resource.Configs);
            if (error == KafkaError.None)
            {
                (error, reason) = await changes.ApplyAsync(
                    resource.ResourceType,
                    resource.ResourceName,
                    settings => Change(settings, resource.Configs),
                    request.ValidateOnly,
                    context);
            }

            response.Responses.Add(new IncrementalAlterConfigsResponse.AlterConfigsResourceResponse
            {
                ErrorCode = error,
                ErrorMessage = reason,
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
            });
        }

        return response;
    }

    private static (KafkaError Error, string? Reason) Check(
        List<IncrementalAlterConfigsRequest.AlterableConfig> configs)
    {
        foreach (IncrementalAlterConfigsRequest.AlterableConfig config in configs)
        {
            if (config.ConfigOperation is < Set or > Subtract)
                return (KafkaError.InvalidRequest, $"there is no operation {config.ConfigOperation}");
            if (config.Value is null && config.ConfigOperation != Delete)
                return (KafkaError.InvalidRequest, $"{config.Name} has no value");
            if (configs.Count(c => c.Name == config.Name) > 1)
                return (KafkaError.InvalidRequest, $"{config.Name} is named more than once");
            bool isList = TopicSettingTable.Find(config.Name)?.Type == TopicSettingType.List;
            if (config.ConfigOperation is Append or Subtract && !isList)
                return (KafkaError.InvalidConfig, $"{config.Name} is no list: nothing can be added or taken away");
        }

        return (KafkaError.None, null);
    }

    private static Dictionary<string, string> Change(
        TopicSettings settings, List<IncrementalAlterConfigsRequest.AlterableConfig> configs)
    {
        var changed = new Dictionary<string, string>(settings.Overrides);
        foreach (IncrementalAlterConfigsRequest.AlterableConfig config in configs)
        {
            switch (config.ConfigOperation)
            {
                case Set:
                    changed[config.Name] = config.Value!;
                    break;
                case Delete:
                    changed.Remove(config.Name);
                    break;
                case Append:
                    changed[config.Name] = string.Join(',', List(settings, config.Name).Union(Split(config.Value!)));
                    break;
                default:
                    changed[config.Name] = string.Join(',', List(settings, config.Name).Except(Split(config.Value!)));
                    break;
            }
        }

        return changed;
    }

    private static string[] List(TopicSettings settings, string name) =>
        Split(settings.Describe().First(d => d.Definition.Name == name).Value);

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
