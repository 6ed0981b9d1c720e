using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Replaces all that is set for a topic: what is not named goes back to its default.</summary>
internal sealed class AlterConfigsHandler(KafkaServer server, ConfigChanges changes)
    : ApiHandler<AlterConfigsRequest, AlterConfigsResponse>(server)
{
    protected override async ValueTask<AlterConfigsResponse> HandleAsync(
        AlterConfigsRequest request, RequestContext context)
    {
        var response = new AlterConfigsResponse();
        foreach (AlterConfigsRequest.Resource resource in request.Resources)
        {
            bool repeated = request.Resources.Count(
                r => r.ResourceType == resource.ResourceType && r.ResourceName == resource.ResourceName) > 1;
            (KafkaError error, string? reason) = repeated
                ? (KafkaError.InvalidRequest, "the resource is named more than once in the request")
                : await AlterAsync(resource, request.ValidateOnly, context);
            response.Responses.Add(new AlterConfigsResponse.ResourceResponse
            {
                ErrorCode = error,
                ErrorMessage = reason,
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
            });
        }

        return response;
    }

    private async ValueTask<(KafkaError Error, string? Reason)> AlterAsync(
        AlterConfigsRequest.Resource resource, bool validateOnly, RequestContext context)
    {
        var settings = new Dictionary<string, string>();
        foreach (AlterConfigsRequest.AlterableConfig config in resource.Configs)
        {
            if (config.Value is null) return (KafkaError.InvalidRequest, $"{config.Name} has no value");
            if (!settings.TryAdd(config.Name, config.Value))
                return (KafkaError.InvalidRequest, $"{config.Name} is named more than once");
        }

        return await changes.ApplyAsync(
            resource.ResourceType, resource.ResourceName, _ => settings, validateOnly, context);
    }
}
