using System.Security.Cryptography;
using System.Text;
using Weir.Admin.Api.Models;
using Weir.Admin.Rates;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Sessions;
using Weir.Broker.Topics;

namespace Weir.Admin.Api;

/// <summary>The broker's objects as the API shows them.</summary>
internal sealed class Views(MessageBroker broker, RateSampler rates)
{
    public TopicView Of(Topic topic)
    {
        long records = 0, bytes = 0;
        foreach (Partition partition in topic.Partitions)
        {
            records += Math.Max(0, partition.Log.ReadableEnd - partition.Log.StartOffset);
            bytes += partition.Log.SizeBytes;
        }

        return new TopicView(
            topic.Namespace, topic.Name, topic.Id, KindOf(topic), topic.Partitions.Count, records, bytes,
            Word(topic.Settings.Durability), rates.Of(topic));
    }

    public static PartitionView Of(Partition partition) => new(
        partition.Index, partition.Shard.Id.Value, partition.Log.StartOffset, partition.Log.ReadableEnd,
        partition.Log.SizeBytes, partition.Log.Segments.Count, partition.Shard.IsWritable);

    public QueueView Of(Queue queue)
    {
        QueueOptions options = queue.Options;
        Topic topic = queue.Topic;
        return new QueueView(
            topic.Namespace, topic.Name, KindOf(topic), options.IsDurable, options.IsAutoDelete,
            options.ExclusiveOwner is not null, queue.ReadyCount, queue.InFlightCount,
            topic.Partitions.Sum(static p => p.Log.SizeBytes), queue.ConsumerCount, rates.Of(topic),
            queue.Counters.Delivered, queue.Counters.Settled, queue.Counters.Released, queue.Counters.Died, null,
            broker.Policies.Match(topic.Namespace, topic.Name, PolicyTarget.Queues)?.Name);
    }

    public ExchangeView Of(Exchange exchange) => new(
        exchange.Namespace, exchange.Name, ExchangeTypeNames.Of(exchange.Type), exchange.Definition.IsDurable,
        exchange.Definition.IsAutoDelete, exchange.Definition.IsInternal, exchange.AlternateExchange,
        broker.Policies.Match(exchange.Namespace, exchange.Name, PolicyTarget.Exchanges)?.Name,
        broker.Exchanges.BindingsFrom(exchange).Count, JsonArguments.Write(exchange.Definition.Arguments));

    public static BindingView Of(Binding binding) => new(
        binding.Namespace, binding.Source, Word(binding.DestinationKind), binding.DestinationName,
        JsonArguments.Text(binding.RoutingKey.Span), JsonArguments.Write(binding.Arguments), KeyOf(binding),
        binding.IsDurable);

    public static PolicyView Of(Policy policy) => new(
        policy.Namespace, policy.Name, policy.Pattern, Word(policy.AppliesTo), policy.Priority,
        JsonArguments.Write(policy.Definition));

    public static ConnectionView Of(ClientConnection connection) => new(
        connection.Number, connection.Protocol, connection.Remote?.ToString() ?? "", connection.Namespace,
        connection.User, connection.ClientId, connection.Product, connection.IsOpen ? "running" : "opening",
        Word(connection.WaitsFor), connection.OpenedMs, connection.ChannelCount, connection.BytesReceived,
        connection.BytesSent, connection.Published, connection.Delivered);

    public static ChannelView Of(ClientConnection connection, IClientChannel channel) => new(
        connection.Number, channel.Number, connection.Namespace, connection.Remote?.ToString() ?? "", connection.User,
        channel.Mode, channel.Prefetch, channel.Limit, channel.Unsettled, channel.Consumers.Count);

    public static ConsumerView Of(Queue queue, QueueConsumer consumer) => new(
        queue.Topic.Namespace, queue.Name, consumer.Tag, consumer.Connection?.Number,
        consumer.Connection?.Remote?.ToString() ?? "", consumer.Channel, consumer.Prefetch,
        consumer.Sink.UnsettledOf(consumer), consumer.Priority, !consumer.NoAck, consumer.IsExclusive);

    /// <summary>
    /// As RabbitMQ names it: the routing key, <c>~</c> for an empty one, and a digest of the arguments behind it.
    /// </summary>
    public static string KeyOf(Binding binding)
    {
        string key = JsonArguments.Text(binding.RoutingKey.Span);
        if (binding.Arguments.Count == 0) return key.Length == 0 ? "~" : Uri.EscapeDataString(key);
        byte[] digest = SHA256.HashData(binding.Arguments.Encode());
        return $"{Uri.EscapeDataString(key)}~{Convert.ToHexStringLower(digest.AsSpan(0, 8))}";
    }

    public static string KindOf(Topic topic) => topic.Kind == TopicKind.Queue ? "queue" : "stream";

    /// <summary>Enum values as the API writes them.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return string.Create(name.Length, name, static (text, n) =>
        {
            n.CopyTo(text);
            text[0] = char.ToLowerInvariant(text[0]);
        });
    }
}
