using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Routing;

namespace Weir.Admin.RabbitMq;

/// <summary>Exchanges, and publishing to them.</summary>
internal static class RabbitExchanges
{
    private const string One = "/exchanges/{vhost}/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/exchanges", static (MessageBroker broker, RabbitViews views, HttpRequest request) =>
            RabbitList.Answer(
                OverviewEndpoints.NamesOf(broker).SelectMany(broker.Exchanges.List).Select(views.Of), request));
        api.MapGet("/exchanges/{vhost}", static (
            string vhost, MessageBroker broker, RabbitViews views, HttpRequest request) =>
            RabbitList.Answer(broker.Exchanges.List(vhost).Select(views.Of), request));
        api.MapGet(One, static (
            string vhost, string name, MessageBroker broker, RabbitViews views, HttpRequest request) =>
            RabbitList.Answer(views.Of(ExchangeEndpoints.Find(broker, vhost, name)), request));
        api.MapPut(One, PutAsync);
        api.MapDelete(One, DeleteAsync);
        api.MapPost(One + "/publish", PublishAsync);
        api.MapGet(One + "/bindings/source", static (
            string vhost, string name, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(
                broker.Exchanges.BindingsFrom(ExchangeEndpoints.Find(broker, vhost, name)).Select(RabbitViews.Of),
                request));
        api.MapGet(One + "/bindings/destination", static (
            string vhost, string name, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(
                broker.Exchanges.BindingsTo(ExchangeEndpoints.Find(broker, vhost, name)).Select(RabbitViews.Of),
                request));
    }

    public static Task<bool> DeclareAsync(
        string vhost, string name, RabbitBody body, ExchangeOperations exchanges, CancellationToken cancel)
    {
        string typeName = body.Required("type");
        if (!ExchangeTypeNames.TryParse(typeName, out ExchangeType type))
            throw ApiException.Invalid($"'{typeName}' is no type of exchange");
        var definition = new ExchangeDefinition(vhost, name, type)
        {
            IsDurable = body.Flag("durable", true),
            IsAutoDelete = body.Flag("auto_delete", false),
            IsInternal = body.Flag("internal", false),
            Arguments = JsonArguments.Read(body.Object("arguments")),
        };
        return exchanges.DeclareAsync(definition, cancel);
    }

    private static async Task<IResult> PutAsync(
        string vhost, string name, HttpRequest request, ExchangeOperations exchanges, CancellationToken cancel) =>
        await DeclareAsync(
            vhost, ExchangeNames.FromPath(name), await RabbitBody.ReadAsync(request), exchanges, cancel)
            ? Results.StatusCode(StatusCodes.Status201Created)
            : Results.NoContent();

    private static async Task<IResult> DeleteAsync(
        string vhost, string name, HttpRequest request, ExchangeOperations exchanges, CancellationToken cancel)
    {
        await exchanges.DeleteAsync(
            vhost, ExchangeNames.FromPath(name), request.Query["if-unused"] is ["true"], cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> PublishAsync(
        string vhost, string name, HttpRequest request, MessagePublisher publisher, CancellationToken cancel)
    {
        RabbitBody body = await RabbitBody.ReadAsync(request);
        string? encoding = body.Text("payload_encoding");
        byte[] value = MessageEndpoints.ValueOf(body.Required("payload"), encoding == "string" ? null : encoding);
        IReadOnlyList<string> destinations = await publisher.ToExchangeAsync(
            vhost, ExchangeNames.FromPath(name), body.Required("routing_key"), value,
            JsonArguments.Read(body.Object("properties")), AccessGuard.IdentityOf(request.HttpContext), cancel);
        return RabbitList.Json(new JsonObject { ["routed"] = destinations.Count > 0 });
    }
}
