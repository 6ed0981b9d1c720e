using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Announces what is served. The session answers versions above ours itself, in the oldest layout.</summary>
internal sealed class ApiVersionsHandler(KafkaServer server)
    : ApiHandler<ApiVersionsRequest, ApiVersionsResponse>(server)
{
    protected override ValueTask<ApiVersionsResponse> HandleAsync(ApiVersionsRequest request, RequestContext context) =>
        new(Answer(Server.Handlers, KafkaError.None));

    internal static ApiVersionsResponse Answer(HandlerTable handlers, KafkaError error)
    {
        var response = new ApiVersionsResponse { ErrorCode = error };
        foreach (ApiEntry api in handlers.Announced)
        {
            response.ApiKeys.Add(new ApiVersionsResponse.ApiVersion
            {
                ApiKey = (short)api.Key,
                MinVersion = api.MinVersion,
                MaxVersion = api.MaxVersion,
            });
        }

        return response;
    }
}
