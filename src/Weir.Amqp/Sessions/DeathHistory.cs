using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;
using Weir.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>The header <c>x-death</c> and its companions, in RabbitMQ's form.</summary>
internal static class DeathHistory
{
    private static ReadOnlySpan<byte> HeaderName => "x-death"u8;

    /// <summary>The history with this death in front: counted up if queue and reason were there before.</summary>
    public static FieldValue[] With(
        FieldTable headers,
        string queue,
        DeathReason reason,
        long nowMs,
        string exchange,
        ReadOnlySpan<byte> routingKey,
        ReadOnlySpan<byte> expiration)
    {
        string cause = NameOf(reason);
        var others = new List<FieldValue>();
        long count = 1;
        if (headers.TryGet(HeaderName, out FieldValue known))
        {
            foreach (FieldValue death in known.AsArray)
            {
                if (death.AsTable is not { } table) continue;
                if (TextOf(table, "queue"u8) == queue && TextOf(table, "reason"u8) == cause)
                {
                    table.TryGet("count"u8, out FieldValue before);
                    if (before.TryGetInteger(out long times)) count = times + 1;
                }
                else
                {
                    others.Add(death);
                }
            }
        }

        var fields = new List<Field>
        {
            Of("count"u8, FieldValue.FromInt64(count)),
            Of("reason"u8, FieldValue.FromText(cause)),
            Of("queue"u8, FieldValue.FromText(queue)),
            Of("time"u8, FieldValue.FromTimestamp((ulong)(nowMs / 1000))),
            Of("exchange"u8, FieldValue.FromText(exchange)),
            Of("routing-keys"u8, FieldValue.FromArray(FieldValue.FromText(routingKey))),
        };
        if (!expiration.IsEmpty) fields.Add(Of("original-expiration"u8, FieldValue.FromText(expiration)));
        return [FieldValue.FromTable(new FieldTable([.. fields])), .. others];
    }

    /// <summary>The message's headers with the history, and with its first death if it had none before.</summary>
    public static void WriteHeaders(
        PooledBufferWriter output,
        FieldTable headers,
        FieldValue[] deaths,
        string queue,
        DeathReason reason,
        ReadOnlySpan<byte> exchange)
    {
        var writer = new FieldTableWriter(output);
        foreach (Field field in headers)
            if (!field.Name.Span.SequenceEqual(HeaderName)) writer.Name(field.Name.Span).Value(field.Value);
        writer.Name(HeaderName).Value(FieldValue.FromArray(deaths));
        if (headers.TryGet("x-first-death-reason"u8, out _)) return;
        writer.Name("x-first-death-reason"u8).LongString(Encoding.ASCII.GetBytes(NameOf(reason)));
        writer.Name("x-first-death-queue"u8).LongString(Encoding.UTF8.GetBytes(queue));
        writer.Name("x-first-death-exchange"u8).LongString(exchange);
    }

    /// <summary>The message has died in that queue before, and nobody ever rejected it.</summary>
    public static bool IsCycle(FieldValue[] deaths, string queue)
    {
        bool wasThere = false;
        foreach (FieldValue death in deaths)
        {
            if (TextOf(death.AsTable!, "reason"u8) == NameOf(DeathReason.Rejected)) return false;
            wasThere |= TextOf(death.AsTable!, "queue"u8) == queue;
        }

        return wasThere;
    }

    private static string NameOf(DeathReason reason) => reason switch
    {
        DeathReason.Expired => "expired",
        DeathReason.DeliveryLimit => "delivery_limit",
        DeathReason.MaxLength => "maxlen",
        _ => "rejected",
    };

    private static Field Of(ReadOnlySpan<byte> name, FieldValue value) => new(name.ToArray(), value);

    private static string? TextOf(FieldTable table, ReadOnlySpan<byte> name) =>
        table.TryGet(name, out FieldValue value) ? value.AsText : null;
}
