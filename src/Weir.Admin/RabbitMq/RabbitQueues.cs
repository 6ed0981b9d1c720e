using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Messages;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Tracing;

namespace Weir.Admin.RabbitMq;

/// <summary>Queues: listed, declared, purged, deleted, and read with get.</summary>
internal static class RabbitQueues
{
    private const string One = "/queues/{vhost}/{name}";
    private const int GetMax = 10_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/queues", static (MessageBroker broker, RabbitViews views, HttpRequest request) =>
            RabbitList.Answer(broker.Queues.All.Select(views.Of), request));
        api.MapGet("/queues/{vhost}", static (
            string vhost, MessageBroker broker, RabbitViews views, HttpRequest request) =>
            RabbitList.Answer(broker.Queues.All.Where(q => q.Topic.Namespace == vhost).Select(views.Of), request));
        api.MapGet(One, static (
            string vhost, string name, MessageBroker broker, RabbitViews views, HttpRequest request) =>
            RabbitList.Answer(views.Of(QueueEndpoints.Find(broker, vhost, name)), request));
        api.MapPut(One, DeclareAsync);
        api.MapDelete(One, DeleteAsync);
        api.MapDelete(One + "/contents", PurgeAsync);
        api.MapPost(One + "/get", GetAsync);
        api.MapGet(One + "/bindings", static (
            string vhost, string name, MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(
                broker.Exchanges.BindingsTo(QueueEndpoints.Find(broker, vhost, name).Topic).Select(RabbitViews.Of),
                request));
    }

    private static async Task<IResult> DeclareAsync(
        string vhost, string name, HttpRequest request, QueueOperations queues, CancellationToken cancel)
    {
        RabbitBody body = await RabbitBody.ReadAsync(request);
        bool isNew = await queues.DeclareAsync(
            vhost, name, body.Flag("durable", true), body.Flag("auto_delete", false),
            JsonArguments.Read(body.Object("arguments")), cancel);
        return isNew ? Results.StatusCode(StatusCodes.Status201Created) : Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(
        string vhost, string name, HttpRequest request, MessageBroker broker, QueueOperations queues,
        CancellationToken cancel)
    {
        await queues.DeleteAsync(
            QueueEndpoints.Find(broker, vhost, name), request.Query["if-unused"] is ["true"],
            request.Query["if-empty"] is ["true"], cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> PurgeAsync(string vhost, string name, MessageBroker broker)
    {
        await QueueEndpoints.Find(broker, vhost, name).PurgeAsync();
        return Results.NoContent();
    }

    private static async Task<IResult> GetAsync(
        string vhost, string name, HttpRequest request, MessageBroker broker)
    {
        RabbitBody body = await RabbitBody.ReadAsync(request);
        Queue queue = QueueEndpoints.Find(broker, vhost, name);
        int count = body.Number("count", 1);
        if (count is < 1 or > GetMax) throw ApiException.Invalid($"'count' is {count} but must be 1 to {GetMax}");
        string mode = body.Text("ackmode") ?? "ack_requeue_false";
        bool isText = body.Text("encoding") != "base64";
        if (mode is not ("ack_requeue_true" or "ack_requeue_false" or "reject_requeue_true" or "reject_requeue_false"))
            throw ApiException.Invalid($"'ackmode' cannot be '{mode}'");
        ClientIdentity by = AccessGuard.IdentityOf(request.HttpContext);
        var got = new List<Got>();
        while (got.Count < count
            && await queue.GetAsync((in Delivery delivery) => Show(broker, delivery, isText), by) is { } message)
            got.Add(message);
        Settle(queue, got, mode, by);
        return RabbitList.Json(new JsonArray([.. got.Select(static g => g.Json)]));
    }

    private static void Settle(Queue queue, List<Got> got, string mode, ClientIdentity by)
    {
        if (mode.EndsWith("_true", StringComparison.Ordinal))
        {
            foreach (Got message in got) queue.Release(message.Message, by);
            queue.Wake();
        }
        else if (mode.StartsWith("reject", StringComparison.Ordinal))
        {
            foreach (Got message in got) queue.Reject(message.Message, by);
        }
        else
        {
            using var settled = new Settlements { By = by };
            foreach (Got message in got) settled.Add(queue, message.Message);
            settled.Commit(Storage.Durability.Fsync);
        }
    }

    private static Got Show(MessageBroker broker, in Delivery delivery, bool prefersText)
    {
        MessageOrigin? origin = broker.Forms?.Describe(delivery.Record);
        string? text = prefersText ? TextOf(delivery.Record.Value) : null;
        return new Got(delivery.Message, new JsonObject
        {
            ["payload_bytes"] = delivery.Record.Value.Length,
            ["redelivered"] = delivery.IsRedelivered,
            ["exchange"] = origin?.Exchange ?? "",
            ["routing_key"] = origin is null ? delivery.Queue.Name : Encoding.UTF8.GetString(delivery.Record.Key),
            ["message_count"] = delivery.Queue.ReadyCount,
            ["properties"] = origin is null ? new JsonObject() : JsonArguments.Write(origin.Properties),
            ["payload"] = text ?? Convert.ToBase64String(delivery.Record.Value),
            ["payload_encoding"] = text is null ? "base64" : "string",
        });
    }

    private static string? TextOf(ReadOnlySpan<byte> value) =>
        System.Text.Unicode.Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : null;

    private sealed record Got(MessageRef Message, JsonObject Json);
}
