using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;

namespace Weir.Admin.Api;

/// <summary>Bindings of all exchanges; the implicit ones of the default exchange are not among them.</summary>
internal static class BindingEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder bindings = api.MapGroup("").WithTags("Bindings");
        bindings.MapGet("/bindings", List).WithSummary("Bindings, sorted by source, destination or key");
    }

    private static Page<BindingView> List([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        OverviewEndpoints.NamesOf(broker).Where(query.Selects).SelectMany(broker.Exchanges.List)
            .SelectMany(broker.Exchanges.BindingsFrom).Select(Views.Of)
            .Where(b => query.Matches(b.Source) || query.Matches(b.Destination) || query.Matches(b.RoutingKey)),
        new("source", static b => b.Source),
        new("destination", static b => b.Destination),
        new("key", static b => b.RoutingKey));
}
