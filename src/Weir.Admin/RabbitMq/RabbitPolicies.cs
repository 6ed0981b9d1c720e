using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Routing;

namespace Weir.Admin.RabbitMq;

/// <summary>Policies.</summary>
internal static class RabbitPolicies
{
    private const string One = "/policies/{vhost}/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/policies", static (MessageBroker broker, HttpRequest request) => RabbitList.Answer(
            OverviewEndpoints.NamesOf(broker).SelectMany(broker.Policies.List).Select(RabbitViews.Of), request));
        api.MapGet("/policies/{vhost}", static (string vhost, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(broker.Policies.List(vhost).Select(RabbitViews.Of), request));
        api.MapGet(One, static (string vhost, string name, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(
                RabbitViews.Of(broker.Policies.Find(vhost, name) ?? throw ApiException.NotFound("policy", vhost, name)),
                request));
        api.MapPut(One, async (
            string vhost, string name, HttpRequest request, MessageBroker broker, CancellationToken cancel) =>
        {
            await SetAsync(vhost, name, await RabbitBody.ReadAsync(request), broker, cancel);
            return Results.StatusCode(StatusCodes.Status201Created);
        });
        api.MapDelete(One, static async (
            string vhost, string name, MessageBroker broker, CancellationToken cancel) =>
        {
            Outcomes.MustBeDone(await broker.Policies.RemoveAsync(vhost, name, cancel));
            return Results.NoContent();
        });
    }

    public static async Task SetAsync(
        string vhost, string name, RabbitBody body, MessageBroker broker, CancellationToken cancel)
    {
        var policy = new Policy(
            vhost, name, body.Required("pattern"), TargetOf(body.Text("apply-to")), body.Number("priority", 0),
            JsonArguments.Read(body.Object("definition")));
        Outcomes.MustBeDone(await broker.Policies.SetAsync(policy, cancel));
    }

    /// <summary>Queues of all types are one thing here.</summary>
    private static PolicyTarget TargetOf(string? word) =>
        PolicyEndpoints.TargetOf(word is "classic_queues" or "quorum_queues" ? "queues" : word);
}
