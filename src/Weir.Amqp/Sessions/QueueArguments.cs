using System.Globalization;
using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Queues;

namespace Weir.Amqp.Sessions;

/// <summary>
/// The arguments of a queue's declaration: what they ask for, which of them cannot be served, and whether a repeated
/// declaration asks for the same. Names that nobody knows are accepted, as RabbitMQ does.
/// </summary>
internal static class QueueArguments
{
    private const int PriorityMaxMax = 255;

    /// <summary>Known and not served: a queue that silently lacked them would lose or keep what it must not.</summary>
    private static readonly string[] NotServed = ["x-max-age"];

    private static readonly string[] Compared =
    [
        "x-message-ttl", "x-expires", "x-dead-letter-exchange", "x-dead-letter-routing-key", "x-delivery-limit",
        "x-queue-type", "x-single-active-consumer", "x-max-length", "x-max-length-bytes", "x-overflow",
        "x-max-priority", "x-retry-backoff", "x-retry-delay-ms", "x-retry-delay-max-ms", "x-retry-multiplier",
    ];

    public static FieldTable Read(ReadOnlySpan<byte> entries)
    {
        WireError error = FieldTable.TryRead(entries, out FieldTable table);
        return error == WireError.None ? table : throw AmqpException.Of(error);
    }

    /// <summary>Throws when the queue cannot be what the arguments ask for.</summary>
    public static void Check(FieldTable arguments, string queue, string vhost)
    {
        foreach (string name in NotServed)
        {
            if (Find(arguments, name) is not null)
                throw new AmqpException(ReplyCode.NotImplemented, $"queue argument '{name}' is not served");
        }

        if (Find(arguments, "x-single-active-consumer") is { Type: not FieldType.Boolean } flag)
            throw Invalid("x-single-active-consumer", queue, vhost, $"{{unacceptable_type,{TypeOf(flag)}}}");
        if (Find(arguments, "x-queue-type") is not { } type) return;
        switch (type.AsText)
        {
            case "classic" or "quorum":
                return;
            case "stream":
                throw new AmqpException(
                    ReplyCode.NotImplemented, "queue argument 'x-queue-type' of 'stream' is not served");
            default:
                throw Invalid("x-queue-type", queue, vhost, "unsupported queue type");
        }
    }

    /// <summary>The options that the arguments ask for; throws when one is of no allowed value.</summary>
    public static QueueOptions Apply(QueueOptions options, FieldTable arguments, string queue, string vhost)
    {
        string? exchange = Text(arguments, "x-dead-letter-exchange", queue, vhost);
        string? key = Text(arguments, "x-dead-letter-routing-key", queue, vhost);
        if (key is not null && exchange is null)
            throw Invalid("x-dead-letter-routing-key", queue, vhost, "routing_key_but_no_dlx_defined");
        return options with
        {
            SingleActiveConsumer = Find(arguments, "x-single-active-consumer") is { AsBoolean: true },
            CountsDeliveries = Find(arguments, "x-queue-type")?.AsText == "quorum"
                || Find(arguments, "x-delivery-limit") is not null || Find(arguments, "x-retry-backoff") is not null,
            MessageTtlMs = Number(arguments, "x-message-ttl", 0, queue, vhost),
            ExpiresMs = Number(arguments, "x-expires", 1, queue, vhost),
            DeliveryLimit = Number(arguments, "x-delivery-limit", 0, queue, vhost),
            LengthMax = Limit(arguments, "x-max-length", queue, vhost),
            BytesMax = Limit(arguments, "x-max-length-bytes", queue, vhost),
            Overflow = Overflow(arguments, queue, vhost),
            PriorityMax = PriorityMax(arguments, queue, vhost),
            RetryBackoff = Backoff(arguments, queue, vhost),
            RetryDelayMs = Number(arguments, "x-retry-delay-ms", 1, queue, vhost),
            RetryDelayMsMax = Number(arguments, "x-retry-delay-max-ms", 1, queue, vhost),
            RetryMultiplier = Number(arguments, "x-retry-multiplier", 1, queue, vhost),
            DeadLetterExchange = exchange,
            DeadLetterRoutingKey = key,
        };
    }

    private static RetryBackoff? Backoff(FieldTable arguments, string queue, string vhost)
    {
        RetryBackoff? backoff = Text(arguments, "x-retry-backoff", queue, vhost) switch
        {
            null => null,
            "none" => RetryBackoff.None,
            "fixed" => RetryBackoff.Fixed,
            "exponential" => RetryBackoff.Exponential,
            _ => throw Invalid("x-retry-backoff", queue, vhost, "it is none, fixed or exponential"),
        };
        if (backoff is RetryBackoff.Fixed or RetryBackoff.Exponential) return backoff;
        foreach (string name in (string[])["x-retry-delay-ms", "x-retry-delay-max-ms", "x-retry-multiplier"])
            if (Find(arguments, name) is not null)
                throw Invalid(name, queue, vhost, "x-retry-backoff is neither fixed nor exponential");
        return backoff;
    }

    /// <summary>Throws when the queue was declared with other arguments.</summary>
    public static void MustBeEquivalent(FieldTable received, FieldTable current, string queue, string vhost)
    {
        foreach (string name in Compared)
        {
            FieldValue? asked = Find(received, name), has = Find(current, name);
            if (name == "x-queue-type")
            {
                asked ??= FieldValue.FromText("classic");
                has ??= FieldValue.FromText("classic");
            }

            if (asked is null && has is null) continue;
            if (asked is { } left && has is { } right)
            {
                if (left.IsEquivalentTo(right)) continue;
                throw Inequivalent(name, queue, vhost, $"'{TextOf(left)}' but current is '{TextOf(right)}'");
            }

            throw Inequivalent(name, queue, vhost, $"{Show(asked)} but current is {Show(has)}");
        }
    }

    public static AmqpException Inequivalent(string name, string queue, string vhost, string what) =>
        new(
            ReplyCode.PreconditionFailed,
            $"inequivalent arg '{name}' for queue '{queue}' in vhost '{vhost}': received {what}");

    private static AmqpException Invalid(string name, string queue, string vhost, string why) =>
        new(ReplyCode.PreconditionFailed, $"invalid arg '{name}' for queue '{queue}' in vhost '{vhost}': {why}");

    private static long? Number(FieldTable arguments, string name, long minimum, string queue, string vhost)
    {
        if (Find(arguments, name) is not { } value) return null;
        if (!value.TryGetInteger(out long number))
            throw Invalid(name, queue, vhost, $"{{unacceptable_type,{TypeOf(value)}}}");
        if (number < minimum || number > uint.MaxValue)
            throw Invalid(name, queue, vhost, $"{{value_out_of_range,{number}}}");
        return number;
    }

    /// <summary>Any number from 0: RabbitMQ sets no upper bound here.</summary>
    private static long? Limit(FieldTable arguments, string name, string queue, string vhost)
    {
        if (Find(arguments, name) is not { } value) return null;
        if (!value.TryGetInteger(out long number))
            throw Invalid(name, queue, vhost, $"\"expected integer, got {TypeOf(value)}\"");
        return number >= 0 ? number : throw Invalid(name, queue, vhost, $"{{value_negative,{number}}}");
    }

    private static int? PriorityMax(FieldTable arguments, string queue, string vhost)
    {
        if (Limit(arguments, "x-max-priority", queue, vhost) is not { } max) return null;
        return max <= PriorityMaxMax ? (int)max
            : throw Invalid("x-max-priority", queue, vhost, $"{{max_value_exceeded,{max}}}");
    }

    private static QueueOverflow? Overflow(FieldTable arguments, string queue, string vhost) =>
        Text(arguments, "x-overflow", queue, vhost) switch
        {
            null => null,
            "drop-head" => QueueOverflow.DropHead,
            "reject-publish" => QueueOverflow.Reject,
            "reject-publish-dlx" => QueueOverflow.RejectToDeadLetters,
            _ => throw Invalid("x-overflow", queue, vhost, "invalid_overflow"),
        };

    private static string? Text(FieldTable arguments, string name, string queue, string vhost)
    {
        if (Find(arguments, name) is not { } value) return null;
        return value.AsText ?? throw Invalid(name, queue, vhost, $"{{unacceptable_type,{TypeOf(value)}}}");
    }

    private static FieldValue? Find(FieldTable table, string name) =>
        table.TryGet(Encoding.ASCII.GetBytes(name), out FieldValue value) ? value : null;

    private static string Show(FieldValue? value)
    {
        if (value is not { } present) return "none";
        return $"the value '{TextOf(present)}' of type '{TypeOf(present)}'";
    }

    private static string TextOf(FieldValue value) =>
        value.AsText
        ?? (value.Type == FieldType.Boolean ? (value.AsBoolean ? "true" : "false")
        : value.TryGetInteger(out long number) ? number.ToString(CultureInfo.InvariantCulture)
        : value.Type.ToString());

    private static string TypeOf(FieldValue value) => value.Type switch
    {
        FieldType.LongString => "longstr",
        FieldType.Boolean => "bool",
        FieldType.Int64 => "long",
        FieldType.Int32 => "signedint",
        FieldType.Int16 => "short",
        FieldType.Int8 => "byte",
        FieldType.UInt8 => "unsignedbyte",
        FieldType.UInt16 => "unsignedshort",
        FieldType.UInt32 => "unsignedint",
        _ => value.Type.ToString().ToLowerInvariant(),
    };
}
