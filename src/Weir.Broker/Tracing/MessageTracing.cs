using System.Diagnostics;
using System.Text;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Tracing;

/// <summary>
/// Spans for messages that came and went. A message's W3C <c>traceparent</c> is a record header like any other, and its
/// span becomes a child of that; the header itself goes on unchanged. A span marks the moment in which the broker took
/// or handed out the message, so it has no length. Costs nothing while nobody listens: ask <see cref="IsOn"/> first.
/// </summary>
public static class MessageTracing
{
    public const string SourceName = "Weir";

    private const int TraceParentBytesMax = 256;
    private const int TraceStateBytesMax = 512;
    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>A message was taken from a client of a protocol that publishes them one by one.</summary>
    public static void Published(
        string protocol, string ns, string destination, RecordHeaderEnumerator headers, int bodyBytes) =>
        Record(
            $"publish {destination}", ActivityKind.Server, TryReadParent(headers, out ActivityContext parent), parent,
            protocol, ns, destination, bodyBytes, ("messaging.operation.type", "send"));

    /// <summary>
    /// A stored batch was taken: a span for each record with a context of its own, and one for all that have none.
    /// </summary>
    public static void Published(
        string protocol, Partition partition, long baseOffset, ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        using var plain = new PooledBufferWriter();
        long bytesMax = BatchAdmission.DecompressedBytesMax(partition.Topic.Settings);
        BatchError error = RecordBatchRecords.Open(batch, header, plain, bytesMax, out ReadOnlySpan<byte> records);
        if (error != BatchError.None) return;
        string ns = partition.Topic.Namespace, name = partition.Topic.Name;
        int without = 0;
        var reader = new RecordReader(records, header.RecordCount);
        while (reader.TryRead(out RecordView record))
        {
            if (!TryReadParent(record.Headers, out ActivityContext parent))
            {
                without++;
                continue;
            }

            Record(
                $"publish {name}", ActivityKind.Server, hasParent: true, parent, protocol, ns, name,
                record.Value.Length, ("messaging.operation.type", "send"),
                ("messaging.destination.partition.id", partition.Index),
                ("weir.offset", baseOffset + record.OffsetDelta));
        }

        if (without == 0) return;
        Record(
            $"publish {name}", ActivityKind.Server, hasParent: false, default, protocol, ns, name, records.Length,
            ("messaging.operation.type", "send"), ("messaging.destination.partition.id", partition.Index),
            ("weir.offset", baseOffset), ("messaging.batch.message_count", without));
    }

    /// <summary>A message was handed to a consumer.</summary>
    public static void Delivered(string protocol, in Delivery delivery)
    {
        Topic topic = delivery.Queue.Topic;
        Record(
            $"deliver {topic.Name}", ActivityKind.Producer,
            TryReadParent(delivery.Record.Headers, out ActivityContext parent), parent, protocol, topic.Namespace,
            topic.Name, delivery.Record.Value.Length, ("messaging.operation.type", "deliver"),
            ("weir.offset", delivery.Message.Offset), ("weir.redelivered", delivery.IsRedelivered));
    }

    private static void Record(
        string name, ActivityKind kind, bool hasParent, ActivityContext parent, string protocol, string ns,
        string destination, int bodyBytes, params ReadOnlySpan<(string Name, object Value)> more)
    {
        // Whatever goes on around a session is not what caused its messages.
        Activity? around = Activity.Current;
        Activity.Current = null;
        using (Activity? span = hasParent ? Source.StartActivity(name, kind, parent) : Source.StartActivity(name, kind))
        {
            if (span is { IsAllDataRequested: true })
            {
                span.SetTag("messaging.system", "weir");
                span.SetTag("network.protocol.name", protocol);
                span.SetTag("weir.namespace", ns);
                span.SetTag("messaging.destination.name", destination);
                span.SetTag("messaging.message.body.size", bodyBytes);
                foreach ((string tag, object value) in more) span.SetTag(tag, value);
            }
        }

        Activity.Current = around;
    }

    /// <summary>A context that is malformed counts as none (W3C Trace Context 3.2.2).</summary>
    private static bool TryReadParent(RecordHeaderEnumerator headers, out ActivityContext parent)
    {
        string? traceParent = null, traceState = null;
        foreach (RecordHeaderView header in headers)
        {
            if (header.Key.SequenceEqual("traceparent"u8) && header.Value.Length <= TraceParentBytesMax)
                traceParent = Encoding.ASCII.GetString(header.Value);
            else if (header.Key.SequenceEqual("tracestate"u8) && header.Value.Length <= TraceStateBytesMax)
                traceState = Encoding.ASCII.GetString(header.Value);
        }

        return ActivityContext.TryParse(traceParent, traceState, isRemote: true, out parent);
    }
}
