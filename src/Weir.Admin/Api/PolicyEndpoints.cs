using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Routing;

namespace Weir.Admin.Api;

/// <summary>Policies, and the operators' own, which only lower limits.</summary>
internal static class PolicyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Map(api, "/policies", "policy", static broker => broker.Policies);
        Map(api, "/operator-policies", "operator policy", static broker => broker.OperatorPolicies);
    }

    public static PolicyTarget TargetOf(string? word) => word switch
    {
        "queues" => PolicyTarget.Queues,
        "exchanges" => PolicyTarget.Exchanges,
        "all" or null => PolicyTarget.All,
        _ => throw ApiException.Invalid($"a policy applies to queues, exchanges or all, not to '{word}'"),
    };

    private static void Map(RouteGroupBuilder api, string path, string what, Func<MessageBroker, PolicyTable> tableOf)
    {
        RouteGroupBuilder policies = api.MapGroup(path).WithTags("Policies");
        policies.MapGet("", ([AsParameters] ListQuery query, MessageBroker broker) => List(query, broker, tableOf))
            .WithSummary($"Lists each {what}, sorted by name or priority");
        policies.MapGet("/{ns}/{name}", (string ns, string name, MessageBroker broker) =>
            Views.Of(tableOf(broker).Find(ns, name) ?? throw ApiException.NotFound("policy", ns, name)))
            .WithSummary($"One {what}");
        policies.MapPut("/{ns}/{name}", (
            string ns, string name, PolicyRequest request, MessageBroker broker, CancellationToken cancel) =>
            PutAsync(tableOf(broker), ns, name, request, cancel)).WithSummary($"Sets a {what}");
        policies.MapDelete("/{ns}/{name}", async (
            string ns, string name, MessageBroker broker, CancellationToken cancel) =>
        {
            Outcomes.MustBeDone(await tableOf(broker).RemoveAsync(ns, name, cancel));
            return Results.NoContent();
        }).WithSummary($"Removes a {what}");
    }

    private static async Task<IResult> PutAsync(
        PolicyTable table, string ns, string name, PolicyRequest request, CancellationToken cancel)
    {
        var policy = new Policy(
            ns, name, request.Pattern, TargetOf(request.AppliesTo), request.Priority ?? 0,
            JsonArguments.Read(request.Definition));
        Outcomes.MustBeDone(await table.SetAsync(policy, cancel));
        return Results.NoContent();
    }

    private static Page<PolicyView> List(
        ListQuery query, MessageBroker broker, Func<MessageBroker, PolicyTable> tableOf) => query.Of(
        OverviewEndpoints.NamesOf(broker).Where(query.Selects).SelectMany(tableOf(broker).List)
            .Where(p => query.Matches(p.Name)).Select(Views.Of),
        new("name", static p => p.Name),
        new("priority", static p => p.Priority));
}
