using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;

namespace Weir.Admin.Api;

/// <summary>The operators' policies.</summary>
internal static class PolicyEndpoints
{
    private const string One = "/policies/{ns}/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder policies = api.MapGroup("").WithTags("Policies");
        policies.MapGet("/policies", List).WithSummary("Policies, sorted by name or priority");
        policies.MapGet(One, Get).WithSummary("A policy");
    }

    private static Page<PolicyView> List([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        OverviewEndpoints.NamesOf(broker).Where(query.Selects).SelectMany(broker.Policies.List)
            .Where(p => query.Matches(p.Name)).Select(Views.Of),
        new("name", static p => p.Name),
        new("priority", static p => p.Priority));

    private static PolicyView Get(string ns, string name, MessageBroker broker) =>
        Views.Of(broker.Policies.Find(ns, name) ?? throw ApiException.NotFound("policy", ns, name));
}
