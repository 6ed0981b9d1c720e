using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Admin.RabbitMq;

/// <summary>
/// The part of RabbitMQ's management API that tools use, under <c>/api</c>: docs/http-api.md lists it. Left out of the
/// OpenAPI document, since others describe it.
/// </summary>
internal static class RabbitMqApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("/api").ExcludeFromDescription();
        RabbitOverview.Map(api);
        RabbitQueues.Map(api);
        RabbitExchanges.Map(api);
        RabbitBindings.Map(api);
        RabbitConnections.Map(api);
        RabbitPolicies.Map(api);
        RabbitDefinitions.Map(api);
    }
}
