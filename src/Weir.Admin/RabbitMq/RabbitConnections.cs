using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Sessions;

namespace Weir.Admin.RabbitMq;

/// <summary>Connections, channels and consumers.</summary>
internal static class RabbitConnections
{
    private const string One = "/connections/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/connections", static (MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(broker.Connections.All.Select(RabbitViews.Of), request));
        api.MapGet(One, static (string name, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(RabbitViews.Of(Find(broker, name)), request));
        api.MapDelete(One, Close);
        api.MapGet(One + "/channels", static (string name, MessageBroker broker, HttpRequest request) =>
        {
            ClientConnection connection = Find(broker, name);
            return RabbitList.Answer(connection.Channels.Select(c => RabbitViews.Of(connection, c)), request);
        });
        api.MapGet("/channels", static (MessageBroker broker, HttpRequest request) => RabbitList.Answer(
            broker.Connections.All.SelectMany(static c => c.Channels.Select(channel => RabbitViews.Of(c, channel))),
            request));
        api.MapGet("/consumers", static (MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(Consumers(broker, null), request));
        api.MapGet("/consumers/{vhost}", static (string vhost, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(Consumers(broker, vhost), request));
    }

    private static IEnumerable<System.Text.Json.Nodes.JsonObject> Consumers(MessageBroker broker, string? vhost) =>
        broker.Queues.All.Where(q => vhost is null || q.Topic.Namespace == vhost)
            .SelectMany(static q => q.Consumers.Select(c => RabbitViews.Of(q, c)));

    private static ClientConnection Find(MessageBroker broker, string name) =>
        broker.Connections.All.FirstOrDefault(c => RabbitViews.NameOf(c) == name)
        ?? throw ApiException.NotFound("connection", "", name);

    private static IResult Close(string name, HttpRequest request, MessageBroker broker)
    {
        string? reason = request.Headers["X-Reason"];
        Find(broker, name).Close(reason ?? "Closed via management plugin");
        return Results.NoContent();
    }
}
