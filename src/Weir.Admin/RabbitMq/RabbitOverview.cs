using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Admin.Rates;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Routing;

namespace Weir.Admin.RabbitMq;

/// <summary>The broker, its virtual hosts, and whether it is well.</summary>
internal static class RabbitOverview
{
    private const string AlivenessQueue = "aliveness-test";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/overview", Overview);
        api.MapGet("/cluster-name", static () => RabbitList.Json(new JsonObject { ["name"] = RabbitViews.Node }));
        api.MapGet("/whoami", static (HttpContext context, MessageBroker broker) => RabbitList.Json(
            RabbitUsers.Show(AccessGuard.UserOf(context) is { } name ? broker.Users.Find(name) : null)));
        api.MapGet("/nodes", static (MessageBroker broker, DataDisk disk, BrokerHealth health, HttpRequest request) =>
            RabbitList.Answer([Node(broker, disk, health)], request));
        api.MapGet("/nodes/{name}", static (
            string name, MessageBroker broker, DataDisk disk, BrokerHealth health, HttpRequest request) =>
            name == RabbitViews.Node
                ? RabbitList.Answer(Node(broker, disk, health), request)
                : throw ApiException.NotFound("node", "", name));
        api.MapGet("/vhosts", static (MessageBroker broker, HttpRequest request) =>
            RabbitList.Answer(OverviewEndpoints.NamesOf(broker).Select(n => Vhost(broker, n)), request));
        api.MapGet("/vhosts/{vhost}", static (string vhost, MessageBroker broker, HttpRequest request) =>
            OverviewEndpoints.NamesOf(broker).Contains(vhost)
                ? RabbitList.Answer(Vhost(broker, vhost), request)
                : throw ApiException.NotFound("vhost", vhost, vhost));
        api.MapPut("/vhosts/{vhost}", static async (string vhost, MessageBroker broker, CancellationToken cancel) =>
            await NamespaceOperations.MakeAsync(broker, vhost, cancel)
                ? Results.StatusCode(StatusCodes.Status201Created)
                : Results.NoContent());
        api.MapDelete("/vhosts/{vhost}", static async (
            string vhost, MessageBroker broker, CancellationToken cancel) =>
        {
            await NamespaceOperations.DeleteAsync(broker, vhost, cancel);
            return Results.NoContent();
        });
        RabbitUsers.Map(api);
        foreach (string empty in (string[])["parameters", "operator-policies", "vhost-limits"])
        {
            api.MapGet("/" + empty, Nothing);
            api.MapGet($"/{empty}/{{vhost}}", Nothing);
        }

        api.MapGet("/aliveness-test/{vhost}", AliveAsync);
        foreach (string check in (string[])
            ["healthchecks/node", "health/checks/alarms", "health/checks/local-alarms", "health/checks/virtual-hosts"])
        {
            api.MapGet("/" + check, static (BrokerHealth health) => health is { IsLive: true, IsReady: true }
                ? RabbitList.Json(new JsonObject { ["status"] = "ok" })
                : Results.Text("""{"status":"failed","reason":"not ready"}""", "application/json", null, 503));
        }
    }

    private static IResult Nothing(HttpRequest request) => RabbitList.Answer(Array.Empty<JsonObject>(), request);

    private static IResult Overview(MessageBroker broker, RateSampler rates, HttpRequest request)
    {
        OverviewSample now = rates.Now;
        JsonObject stats = RabbitViews.Stats(rates.Overall, now.Published, now.Delivered, now.Settled);
        return RabbitList.Answer(new JsonObject
        {
            ["management_version"] = RabbitViews.RabbitVersion,
            ["rabbitmq_version"] = RabbitViews.RabbitVersion,
            ["product_name"] = "Weir",
            ["product_version"] = RabbitViews.WeirVersion,
            ["cluster_name"] = RabbitViews.Node,
            ["node"] = RabbitViews.Node,
            ["erlang_version"] = "",
            ["rates_mode"] = "basic",
            ["exchange_types"] = new JsonArray([.. Enum.GetValues<ExchangeType>().Select(static t =>
                new JsonObject { ["name"] = ExchangeTypeNames.Of(t), ["enabled"] = true })]),
            ["message_stats"] = stats,
            ["queue_totals"] = new JsonObject
            {
                ["messages"] = now.Ready + now.InFlight,
                ["messages_ready"] = now.Ready,
                ["messages_unacknowledged"] = now.InFlight,
            },
            ["object_totals"] = new JsonObject
            {
                ["connections"] = broker.Connections.Count,
                ["channels"] = broker.Connections.All.Sum(static c => c.ChannelCount),
                ["consumers"] = broker.Queues.All.Sum(static q => q.ConsumerCount),
                ["exchanges"] = OverviewEndpoints.NamesOf(broker).Sum(n => broker.Exchanges.List(n).Count),
                ["queues"] = broker.Queues.All.Count(),
            },
            ["listeners"] = new JsonArray(),
            ["contexts"] = new JsonArray(),
        }, request);
    }

    private static JsonObject Node(MessageBroker broker, DataDisk disk, BrokerHealth health)
    {
        DiskSpace? space = disk.Look();
        return new JsonObject
        {
            ["name"] = RabbitViews.Node,
            ["type"] = "disc",
            ["running"] = health.IsLive,
            ["uptime"] = broker.NowMs - health.StartedMs,
            ["processors"] = Environment.ProcessorCount,
            ["mem_used"] = Environment.WorkingSet,
            ["mem_alarm"] = !broker.Store.HasRoom,
            ["disk_free"] = space?.FreeBytes,
            ["disk_free_alarm"] = false,
        };
    }

    private static JsonObject Vhost(MessageBroker broker, string name)
    {
        long ready = 0, inFlight = 0;
        foreach (Queue queue in broker.Queues.All.Where(q => q.Topic.Namespace == name))
        {
            ready += queue.ReadyCount;
            inFlight += queue.InFlightCount;
        }

        return new JsonObject
        {
            ["name"] = name,
            ["tracing"] = false,
            ["messages"] = ready + inFlight,
            ["messages_ready"] = ready,
            ["messages_unacknowledged"] = inFlight,
        };
    }

    /// <summary>As RabbitMQ does it: a message goes through a queue of its own.</summary>
    private static async Task<IResult> AliveAsync(
        string vhost, MessageBroker broker, QueueOperations queues, MessagePublisher publisher,
        HttpContext context, CancellationToken cancel)
    {
        await queues.DeclareAsync(vhost, AlivenessQueue, false, false, Arguments.Empty, cancel);
        await publisher.ToExchangeAsync(
            vhost, "", AlivenessQueue, "alive"u8.ToArray(), Arguments.Empty, AccessGuard.IdentityOf(context), cancel);
        Queue queue = QueueEndpoints.Find(broker, vhost, AlivenessQueue);
        object? got = await queue.GetAsync<object>(static (in Delivery delivery) => delivery.Message);
        if (got is not MessageRef message)
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable, "not-alive", "the test message did not come back");
        }

        using var settled = new Settlements();
        settled.Add(queue, message);
        settled.Commit();
        return RabbitList.Json(new JsonObject { ["status"] = "ok" });
    }
}
