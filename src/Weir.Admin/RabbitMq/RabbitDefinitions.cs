using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;

namespace Weir.Admin.RabbitMq;

/// <summary>
/// Definition files: what is durable here as one document, and such a document (RabbitMQ's too) made real. What there
/// is nothing for is counted as skipped in the answer.
/// </summary>
internal static class RabbitDefinitions
{
    private static readonly string[] Skipped =
        ["users", "permissions", "topic_permissions", "parameters", "global_parameters", "vhost_limits"];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/definitions", static (MessageBroker broker, RabbitViews views) =>
            RabbitList.Json(Export(broker, views, OverviewEndpoints.NamesOf(broker))));
        api.MapGet("/definitions/{vhost}", static (string vhost, MessageBroker broker, RabbitViews views) =>
            RabbitList.Json(Export(broker, views, [vhost])));
        api.MapPost("/definitions", static (
            HttpRequest request, MessageBroker broker, QueueOperations queues, ExchangeOperations exchanges,
            CancellationToken cancel) => ImportAsync(null, request, broker, queues, exchanges, cancel));
        api.MapPost("/definitions/{vhost}", static (
            string vhost, HttpRequest request, MessageBroker broker, QueueOperations queues,
            ExchangeOperations exchanges, CancellationToken cancel) =>
            ImportAsync(vhost, request, broker, queues, exchanges, cancel));
    }

    private static JsonObject Export(MessageBroker broker, RabbitViews views, IReadOnlyCollection<string> vhosts)
    {
        IEnumerable<Queue> queues = broker.Queues.All.Where(q =>
            q.Topic.Kind == TopicKind.Queue && q.Options is { IsDurable: true, ExclusiveOwner: null }
            && vhosts.Contains(q.Topic.Namespace));
        IEnumerable<Exchange> exchanges = vhosts.SelectMany(broker.Exchanges.List).Where(static e =>
            e.Name.Length > 0 && !e.Name.StartsWith("amq.", StringComparison.Ordinal) && e.Definition.IsDurable);
        IEnumerable<Binding> bindings = vhosts.SelectMany(broker.Exchanges.List)
            .SelectMany(broker.Exchanges.BindingsFrom).Where(static b => b.IsDurable);
        return new JsonObject
        {
            ["rabbit_version"] = RabbitViews.RabbitVersion,
            ["rabbitmq_version"] = RabbitViews.RabbitVersion,
            ["product_name"] = "Weir",
            ["product_version"] = RabbitViews.WeirVersion,
            ["users"] = new JsonArray(),
            ["vhosts"] = new JsonArray([.. vhosts.Select(static v => new JsonObject { ["name"] = v })]),
            ["permissions"] = new JsonArray(),
            ["topic_permissions"] = new JsonArray(),
            ["parameters"] = new JsonArray(),
            ["global_parameters"] = new JsonArray(),
            ["policies"] = new JsonArray([.. vhosts.SelectMany(broker.Policies.List).Select(RabbitViews.Of)]),
            ["queues"] = new JsonArray([.. queues.Select(q => Pick(
                views.Of(q), "name", "vhost", "durable", "auto_delete", "arguments"))]),
            ["exchanges"] = new JsonArray([.. exchanges.Select(e => Pick(
                views.Of(e), "name", "vhost", "type", "durable", "auto_delete", "internal", "arguments"))]),
            ["bindings"] = new JsonArray([.. bindings.Select(static b => Pick(
                RabbitViews.Of(b), "source", "vhost", "destination", "destination_type", "routing_key",
                "arguments"))]),
        };
    }

    private static async Task<IResult> ImportAsync(
        string? vhost, HttpRequest request, MessageBroker broker, QueueOperations queues,
        ExchangeOperations exchanges, CancellationToken cancel)
    {
        RabbitBody body = await RabbitBody.ReadAsync(request);
        string VhostOf(RabbitBody item) => vhost ?? item.Text("vhost") ?? MessageBroker.DefaultNamespace;
        if (vhost is null)
        {
            foreach (RabbitBody made in body.List("vhosts"))
                await NamespaceOperations.MakeAsync(broker, made.Required("name"), cancel);
        }

        foreach (RabbitBody policy in body.List("policies"))
            await RabbitPolicies.SetAsync(VhostOf(policy), policy.Required("name"), policy, broker, cancel);
        foreach (RabbitBody exchange in body.List("exchanges"))
            await RabbitExchanges.DeclareAsync(
                VhostOf(exchange), exchange.Required("name"), exchange, exchanges, cancel);
        foreach (RabbitBody queue in body.List("queues"))
        {
            await queues.DeclareAsync(
                VhostOf(queue), queue.Required("name"), queue.Flag("durable", true), queue.Flag("auto_delete", false),
                JsonArguments.Read(queue.Object("arguments")), cancel);
        }

        foreach (RabbitBody binding in body.List("bindings"))
        {
            await exchanges.ConnectAsync(
                VhostOf(binding), binding.Required("source"),
                BindingEndpoints.KindOf(binding.Required("destination_type")), binding.Required("destination"),
                binding.Text("routing_key") ?? "",
                JsonArguments.Read(binding.Object("arguments")), cancel);
        }

        var skipped = new JsonObject();
        foreach (string section in Skipped)
            if (body.List(section).Count() is > 0 and var count) skipped[section] = count;
        return RabbitList.Json(new JsonObject { ["skipped"] = skipped });
    }

    private static JsonObject Pick(JsonObject from, params ReadOnlySpan<string> names)
    {
        var picked = new JsonObject();
        foreach (string name in names) picked[name] = from[name]?.DeepClone();
        return picked;
    }
}
