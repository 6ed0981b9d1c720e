using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Routing;

namespace Weir.Admin.RabbitMq;

/// <summary>Bindings of exchanges to queues (q) and exchanges (e).</summary>
internal static class RabbitBindings
{
    private const string Between = "/bindings/{vhost}/e/{source}/{kind}/{destination}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/bindings", static (MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(OverviewEndpoints.NamesOf(broker).SelectMany(n => All(broker, n)), request));
        api.MapGet("/bindings/{vhost}", static (string vhost, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(All(broker, vhost), request));
        api.MapGet(Between, static (
            string vhost, string source, string kind, string destination, ExchangeOperations exchanges,
            HttpRequest request) =>
            RabbitList.Answer(
                exchanges.Between(vhost, ExchangeNames.FromPath(source), BindingEndpoints.KindOf(kind), destination)
                    .Select(RabbitViews.Of),
                request));
        api.MapPost(Between, BindAsync);
        api.MapGet(Between + "/{key}", static (
            string vhost, string source, string kind, string destination, string key, ExchangeOperations exchanges,
            HttpRequest request) =>
            RabbitList.Answer(
                RabbitViews.Of(exchanges.Find(
                    vhost, ExchangeNames.FromPath(source), BindingEndpoints.KindOf(kind), destination, key)),
                request));
        api.MapDelete(Between + "/{key}", UnbindAsync);
    }

    public static IEnumerable<System.Text.Json.Nodes.JsonObject> All(MessageBroker broker, string vhost) =>
        broker.Exchanges.List(vhost).SelectMany(broker.Exchanges.BindingsFrom).Select(RabbitViews.Of);

    private static async Task<IResult> BindAsync(
        string vhost, string source, string kind, string destination, HttpRequest request,
        ExchangeOperations exchanges, CancellationToken cancel)
    {
        RabbitBody body = await RabbitBody.ReadAsync(request);
        Binding binding = await exchanges.ConnectAsync(
            vhost, ExchangeNames.FromPath(source), BindingEndpoints.KindOf(kind), destination,
            body.Text("routing_key") ?? "", JsonArguments.Read(body.Object("arguments")), cancel);
        request.HttpContext.Response.Headers.Location =
            $"{Uri.EscapeDataString(destination)}/{Uri.EscapeDataString(Views.KeyOf(binding))}";
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static async Task<IResult> UnbindAsync(
        string vhost, string source, string kind, string destination, string key, ExchangeOperations exchanges,
        CancellationToken cancel)
    {
        Binding binding = exchanges.Find(
            vhost, ExchangeNames.FromPath(source), BindingEndpoints.KindOf(kind), destination, key);
        await exchanges.UnbindAsync(binding, cancel);
        return Results.NoContent();
    }
}
