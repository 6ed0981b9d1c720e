using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Routing;

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
        policies.MapPut(One, PutAsync).WithSummary("Sets a policy");
        policies.MapDelete(One, DeleteAsync).WithSummary("Removes a policy");
    }

    public static PolicyTarget TargetOf(string? word) => word switch
    {
        "queues" => PolicyTarget.Queues,
        "exchanges" => PolicyTarget.Exchanges,
        "all" or null => PolicyTarget.All,
        _ => throw ApiException.Invalid($"a policy applies to queues, exchanges or all, not to '{word}'"),
    };

    private static async Task<IResult> PutAsync(
        string ns, string name, PolicyRequest request, MessageBroker broker, CancellationToken cancel)
    {
        var policy = new Policy(
            ns, name, request.Pattern, TargetOf(request.AppliesTo), request.Priority ?? 0,
            JsonArguments.Read(request.Definition));
        Outcomes.MustBeDone(await broker.Policies.SetAsync(policy, cancel));
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(
        string ns, string name, MessageBroker broker, CancellationToken cancel)
    {
        Outcomes.MustBeDone(await broker.Policies.RemoveAsync(ns, name, cancel));
        return Results.NoContent();
    }

    private static Page<PolicyView> List([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        OverviewEndpoints.NamesOf(broker).Where(query.Selects).SelectMany(broker.Policies.List)
            .Where(p => query.Matches(p.Name)).Select(Views.Of),
        new("name", static p => p.Name),
        new("priority", static p => p.Priority));

    private static PolicyView Get(string ns, string name, MessageBroker broker) =>
        Views.Of(broker.Policies.Find(ns, name) ?? throw ApiException.NotFound("policy", ns, name));
}
