using System.Runtime.InteropServices;
using System.Text;
using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Broker.Tracing;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Amqp;

/// <summary>
/// Publishes a dead message to its queue's dead-letter exchange with its history in <c>x-death</c>, newest first, one
/// entry for each queue and reason. A message that would go round without anybody rejecting it is dropped, as RabbitMQ
/// does. Not on a hot path: it may allocate.
/// </summary>
internal sealed class DeadLetterWriter(MessageBroker broker) : IDeadLetterWriter
{
    public void Write(PublishBatch batch, in Delivery delivery, DeathReason reason)
    {
        QueueOptions options = delivery.Queue.Options;
        using var foreign = new PooledBufferWriter();
        using var table = new PooledBufferWriter();
        ReadOnlySpan<byte> key = delivery.Record.Key;
        if (!RecordMapping.TryReadOriginal(delivery.Record, out var exchange, out var raw))
        {
            RecordMapping.WriteForeign(foreign, table, delivery.Record, delivery.TimestampMs);
            raw = foreign.WrittenSpan;
            key = delivery.Queue.NameUtf8;
        }

        BasicProperties.TryRead(raw, out BasicProperties properties);
        if (FieldTable.TryRead(properties.Headers, out FieldTable headers) != WireError.None)
            headers = FieldTable.Empty;
        FieldValue[] deaths = DeathHistory.With(
            headers, delivery.Queue.Name, reason, broker.NowMs, Encoding.UTF8.GetString(exchange), key,
            properties.Expiration);
        using var entries = new PooledBufferWriter();
        DeathHistory.WriteHeaders(entries, headers, deaths, delivery.Queue.Name, reason, exchange);
        using var rewritten = new PooledBufferWriter();
        BasicPropertiesWriter.Rewrite(rewritten, properties, entries.WrittenSpan, keepExpiration: false);
        BasicProperties.TryRead(rewritten.WrittenSpan, out BasicProperties dead);

        ReadOnlySpan<byte> target = Encoding.UTF8.GetBytes(options.DeadLetterExchange ?? "");
        ReadOnlySpan<byte> newKey = options.DeadLetterRoutingKey is { } text ? Encoding.UTF8.GetBytes(text) : key;
        using var recordHeaders = new RecordHeaderWriter();
        RecordMapping.WriteHeaders(recordHeaders, target, dead, expiresAtMs: null);
        var route = new RouteResult();
        Router router = broker.Exchanges.RouterOf(delivery.Queue.Topic.Namespace);
        router.Route(target, newKey, new PublishHeaders(dead), route);
        var targets = new List<Topic>();
        foreach (Topic topic in route.Targets)
            if (reason == DeathReason.Rejected || !DeathHistory.IsCycle(deaths, topic.Name)) targets.Add(topic);
        TraceNote note = TraceNote.Of(target, newKey, CollectionsMarshal.AsSpan(targets)) with
        {
            Kind = TraceEventKind.DeadLettered,
            Reason = reason,
            Source = AddressOf(delivery),
        };
        if (delivery.Message.Offset >= 0) delivery.Partition.Trace?.Died(delivery.Message.Offset, reason, note);
        foreach (Topic topic in targets)
        {
            Partition partition = KeyPartitioner.Pick(topic, newKey, dead.Priority ?? 0);
            if (batch.AddMoved(
                    partition, broker.NowMs, newKey, delivery.Record.Value, recordHeaders.Raw, recordHeaders.Count)
                && partition.Trace is not null)
                batch.Note(note);
        }
    }

    /// <summary>Null of one that a full queue refused: it never lay there.</summary>
    private static MessageAddress? AddressOf(in Delivery delivery) =>
        delivery.Message.Offset < 0 ? null : PartitionTrace.AddressOf(delivery.Partition, delivery.Message.Offset);
}
