using System.Text;
using System.Text.Json.Nodes;
using Weir.Admin.Api;
using Weir.Admin.Api.Models;
using Weir.Admin.Rates;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Sessions;
using Weir.Broker.Topics;

namespace Weir.Admin.RabbitMq;

/// <summary>The broker's objects in the words of RabbitMQ's management API.</summary>
internal sealed class RabbitViews(MessageBroker broker, RateSampler rates)
{
    public const string Node = "weir@localhost";

    /// <summary>What AMQP clients are told as well: tools decide by it what they may ask.</summary>
    public const string RabbitVersion = "3.12.0";

    public static string WeirVersion { get; } =
        typeof(RabbitViews).Assembly.GetName().Version?.ToString(3) ?? "0";

    public JsonObject Of(Queue queue)
    {
        JsonObject arguments = ArgumentsOf(queue);
        long ready = queue.ReadyCount, inFlight = queue.InFlightCount;
        return new JsonObject
        {
            ["name"] = queue.Name,
            ["vhost"] = queue.Topic.Namespace,
            ["type"] = queue.Topic.Kind == TopicKind.Stream
                ? "stream"
                : (string?)arguments["x-queue-type"] ?? "classic",
            ["durable"] = queue.Options.IsDurable,
            ["auto_delete"] = queue.Options.IsAutoDelete,
            ["exclusive"] = queue.Options.ExclusiveOwner is not null,
            ["arguments"] = arguments,
            ["node"] = Node,
            ["state"] = queue.IsPaused ? "paused" : "running",
            ["messages"] = ready + inFlight,
            ["messages_ready"] = ready,
            ["messages_unacknowledged"] = inFlight,
            ["message_bytes"] = queue.Topic.Partitions.Sum(static p => p.Log.SizeBytes),
            ["consumers"] = queue.ConsumerCount,
            ["policy"] = broker.Policies.Match(queue.Topic.Namespace, queue.Name, PolicyTarget.Queues)?.Name,
            ["message_stats"] = Stats(
                rates.Of(queue.Topic), queue.Topic.Partitions.Sum(static p => p.Log.NextOffset),
                queue.Counters.Delivered, queue.Counters.Settled),
        };
    }

    public JsonObject ArgumentsOf(Queue queue) =>
        JsonArguments.Write(broker.Forms?.ArgumentsOf(queue.Options) ?? Arguments.Empty);

    public JsonObject Of(Exchange exchange) => new()
    {
        ["name"] = exchange.Name,
        ["vhost"] = exchange.Namespace,
        ["type"] = ExchangeTypeNames.Of(exchange.Type),
        ["durable"] = exchange.Definition.IsDurable,
        ["auto_delete"] = exchange.Definition.IsAutoDelete,
        ["internal"] = exchange.Definition.IsInternal,
        ["arguments"] = JsonArguments.Write(exchange.Definition.Arguments),
        ["policy"] = broker.Policies.Match(exchange.Namespace, exchange.Name, PolicyTarget.Exchanges)?.Name,
        ["user_who_performed_action"] = "guest",
    };

    public static JsonObject Of(Binding binding) => new()
    {
        ["source"] = binding.Source,
        ["vhost"] = binding.Namespace,
        ["destination"] = binding.DestinationName,
        ["destination_type"] = binding.DestinationKind == DestinationKind.Queue ? "queue" : "exchange",
        ["routing_key"] = Encoding.UTF8.GetString(binding.RoutingKey.Span),
        ["arguments"] = JsonArguments.Write(binding.Arguments),
        ["properties_key"] = Views.KeyOf(binding),
    };

    public static JsonObject Of(Policy policy) => new()
    {
        ["vhost"] = policy.Namespace,
        ["name"] = policy.Name,
        ["pattern"] = policy.Pattern,
        ["apply-to"] = Views.Word(policy.AppliesTo),
        ["definition"] = JsonArguments.Write(policy.Definition),
        ["priority"] = policy.Priority,
    };

    public static string NameOf(ClientConnection connection) => $"{connection.Remote} -> weir:{connection.Number}";

    public static JsonObject Of(ClientConnection connection) => new()
    {
        ["name"] = NameOf(connection),
        ["user_provided_name"] = connection.ClientId,
        ["protocol"] = connection.Protocol,
        ["type"] = "network",
        ["node"] = Node,
        ["vhost"] = connection.Namespace,
        ["user"] = connection.User,
        ["user_who_performed_action"] = connection.User,
        ["state"] = connection.WaitsFor == SessionWait.Room ? "blocked" : "running",
        ["channels"] = connection.ChannelCount,
        ["connected_at"] = connection.OpenedMs,
        ["recv_oct"] = connection.BytesReceived,
        ["send_oct"] = connection.BytesSent,
        ["peer_host"] = (connection.Remote as System.Net.IPEndPoint)?.Address.ToString() ?? "",
        ["peer_port"] = (connection.Remote as System.Net.IPEndPoint)?.Port ?? 0,
        ["client_properties"] = new JsonObject
        {
            ["product"] = connection.Product,
            ["connection_name"] = connection.ClientId,
        },
    };

    public static JsonObject Of(ClientConnection connection, IClientChannel channel) => new()
    {
        ["name"] = $"{NameOf(connection)} ({channel.Number})",
        ["number"] = channel.Number,
        ["vhost"] = connection.Namespace,
        ["user"] = connection.User,
        ["node"] = Node,
        ["state"] = "running",
        ["confirm"] = channel.Mode == "confirm",
        ["transactional"] = channel.Mode == "transaction",
        ["prefetch_count"] = channel.Prefetch,
        ["global_prefetch_count"] = channel.Limit,
        ["messages_unacknowledged"] = channel.Unsettled,
        ["consumer_count"] = channel.Consumers.Count,
        ["connection_details"] = new JsonObject { ["name"] = NameOf(connection) },
    };

    public static JsonObject Of(Queue queue, QueueConsumer consumer) => new()
    {
        ["consumer_tag"] = consumer.Tag,
        ["ack_required"] = !consumer.NoAck,
        ["exclusive"] = consumer.IsExclusive,
        ["prefetch_count"] = consumer.Prefetch,
        ["active"] = true,
        ["queue"] = new JsonObject { ["name"] = queue.Name, ["vhost"] = queue.Topic.Namespace },
        ["channel_details"] = new JsonObject
        {
            ["number"] = consumer.Channel,
            ["connection_name"] = consumer.Connection is { } c ? NameOf(c) : "",
            ["name"] = consumer.Connection is { } of ? $"{NameOf(of)} ({consumer.Channel})" : "",
            ["node"] = Node,
        },
    };

    public static JsonObject Stats(MessageRates rates, long published, long delivered, long settled) => new()
    {
        ["publish"] = published,
        ["publish_details"] = new JsonObject { ["rate"] = Math.Round(rates.Publish, 1) },
        ["deliver_get"] = delivered,
        ["deliver_get_details"] = new JsonObject { ["rate"] = Math.Round(rates.Deliver, 1) },
        ["ack"] = settled,
        ["ack_details"] = new JsonObject { ["rate"] = Math.Round(rates.Settle, 1) },
    };
}
