using System.Globalization;
using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Broker.Messages;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Amqp;

/// <summary>AMQP's forms for operators' tools. Not on a hot path: it may allocate.</summary>
internal sealed class OperatorForms : IOperatorForms
{
    private const long TtlMsMax = uint.MaxValue;

    public QueueOptions? Declare(
        string ns, string name, QueueOptions basis, Arguments arguments, out string? refusal)
    {
        using var entries = new PooledBufferWriter();
        NeutralArguments.Write(entries, arguments);
        try
        {
            FieldTable table = QueueArguments.Read(entries.WrittenSpan);
            if (QueueArguments.Check(table, basis, name, ns) == "stream")
            {
                refusal = "a stream is made as a topic";
                return null;
            }

            refusal = null;
            return QueueArguments.Apply(
                basis with { Declaration = entries.WrittenSpan.ToArray() }, table, name, ns);
        }
        catch (AmqpException e)
        {
            refusal = e.ReplyText;
            return null;
        }
    }

    public string? Difference(Queue queue, QueueOptions wanted)
    {
        QueueOptions current = queue.Options;
        if (wanted.IsDurable != current.IsDurable) return $"queue '{queue.Name}' exists with another durability";
        if (wanted.IsAutoDelete != current.IsAutoDelete) return $"queue '{queue.Name}' exists with another auto-delete";
        if (current.ExclusiveOwner is not null) return $"queue '{queue.Name}' belongs to a connection alone";
        try
        {
            QueueArguments.MustBeEquivalent(
                QueueArguments.Read(wanted.Declaration.Span), QueueArguments.Read(current.Declaration.Span), queue.Name,
                queue.Topic.Namespace);
            return null;
        }
        catch (AmqpException e)
        {
            return e.ReplyText;
        }
    }

    public Arguments ArgumentsOf(QueueOptions options) => NeutralArguments.Read(options.Declaration.Span);

    public string? WriteHeaders(RecordHeaderWriter output, string exchange, Arguments properties, long nowMs)
    {
        using var raw = new PooledBufferWriter();
        if (PropertyTable.Write(raw, properties) is { } refusal) return refusal;
        BasicProperties.TryRead(raw.WrittenSpan, out BasicProperties read);
        long? expiresAtMs = null;
        if (properties.Get("expiration")?.ToString() is { } expiration)
        {
            if (!long.TryParse(expiration, NumberStyles.None, CultureInfo.InvariantCulture, out long ttlMs)
                || ttlMs > TtlMsMax)
                return $"expiration is '{expiration}' but must be a number of milliseconds";
            expiresAtMs = nowMs + ttlMs;
        }

        Span<byte> name = stackalloc byte[ShortString.BytesMax];
        RecordMapping.WriteHeaders(output, ShortString.Fit(exchange, name), read, expiresAtMs);
        return null;
    }

    public MessageOrigin? Describe(in RecordView record)
    {
        if (!RecordMapping.TryReadOriginal(record, out ReadOnlySpan<byte> exchange, out ReadOnlySpan<byte> raw))
            return null;
        BasicProperties.TryRead(raw, out BasicProperties properties);
        return new MessageOrigin(
            "AMQP 0-9-1", System.Text.Encoding.UTF8.GetString(exchange), PropertyTable.Read(properties));
    }
}
