using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Sessions;

namespace Weir.Admin.Api;

/// <summary>Connections of all protocols, their channels and consumers.</summary>
internal static class ConnectionEndpoints
{
    private const string One = "/connections/{id:long}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder connections = api.MapGroup("").WithTags("Connections");
        connections.MapGet("/connections", List)
            .WithSummary("Connections, sorted by id, peer, client, received, sent, published or delivered");
        connections.MapGet(One, static (long id, MessageBroker broker) => Views.Of(Find(broker, id)))
            .WithSummary("A connection");
        connections.MapGet(One + "/channels", ChannelsOf).WithSummary("The channels of a connection");
        connections.MapDelete(One, Close).WithSummary("Closes a connection, with the query's reason");
        connections.MapPost("/drain", Drain)
            .WithSummary("Turns new connections away and closes those there are; before maintenance");
        connections.MapDelete("/drain", EndDrain).WithSummary("Lets connections in again");
        connections.MapGet("/channels", Channels).WithSummary("Channels, sorted by connection or unsettled");
        connections.MapGet("/consumers", Consumers).WithSummary("Consumers of queues, sorted by queue or unsettled");
    }

    public static ClientConnection Find(MessageBroker broker, long id) => broker.Connections.Find(id)
        ?? throw new ApiException(
            StatusCodes.Status404NotFound, "connection-not-found", $"there is no connection {id}, or no more");

    private static Page<ConnectionView> List([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        broker.Connections.All.Where(c => query.Selects(c.Namespace)).Select(Views.Of)
            .Where(c => query.Matches(c.Peer) || query.Matches(c.ClientId) || query.Matches(c.User)),
        new("id", static c => c.Id),
        new("peer", static c => c.Peer),
        new("client", static c => c.ClientId),
        new("received", static c => c.BytesReceived),
        new("sent", static c => c.BytesSent),
        new("published", static c => c.Published),
        new("delivered", static c => c.Delivered));

    private static IResult Close(long id, string? reason, MessageBroker broker)
    {
        Find(broker, id).Close(reason ?? "closed by an operator");
        return Results.NoContent();
    }

    private static IResult Drain(DrainRequest request, MessageBroker broker)
    {
        if (request.KeepsConnections == true) broker.Connections.TurnAway();
        else broker.Connections.Drain(request.Reason ?? "maintenance");
        return Results.NoContent();
    }

    private static IResult EndDrain(MessageBroker broker)
    {
        broker.Connections.Resume();
        return Results.NoContent();
    }

    private static IReadOnlyList<ChannelView> ChannelsOf(long id, MessageBroker broker)
    {
        ClientConnection connection = Find(broker, id);
        return [.. connection.Channels.Select(c => Views.Of(connection, c)).OrderBy(static c => c.Number)];
    }

    private static Page<ChannelView> Channels([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        broker.Connections.All.Where(c => query.Selects(c.Namespace))
            .SelectMany(static c => c.Channels.Select(channel => Views.Of(c, channel)))
            .Where(c => query.Matches(c.Peer)),
        new("connection", static c => c.Connection),
        new("unsettled", static c => c.Unsettled));

    private static Page<ConsumerView> Consumers([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        broker.Queues.All.Where(q => query.Selects(q.Topic.Namespace))
            .SelectMany(static q => q.Consumers.Select(c => Views.Of(q, c)))
            .Where(c => query.Matches(c.Queue) || query.Matches(c.Tag)),
        new("queue", static c => c.Queue),
        new("unsettled", static c => c.Unsettled));
}
