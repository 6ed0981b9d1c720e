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

    private static readonly string[] Compared =
    [
        "x-expires", "x-message-ttl", "x-dead-letter-exchange", "x-dead-letter-routing-key", "x-max-length",
        "x-max-length-bytes", "x-max-priority", "x-overflow", "x-queue-mode", "x-single-active-consumer",
        "x-queue-type", "x-delivery-limit", "x-max-age", "x-stream-max-segment-size-bytes",
        "x-retry-backoff", "x-retry-delay-ms", "x-retry-delay-max-ms", "x-retry-multiplier",
        "x-deduplication-window-ms", "x-deduplication-max-ids", "x-trace",
    ];

    /// <summary>What queues of a type cannot have, in RabbitMQ's words.</summary>
    private static readonly string[] NotOfClassic = ["x-max-age", "x-stream-max-segment-size-bytes"];

    private static readonly string[] NotOfQuorum =
        ["x-max-age", "x-stream-max-segment-size-bytes", "x-max-priority", "x-queue-mode"];

    private static readonly string[] OfStream =
        ["x-queue-type", "x-max-age", "x-max-length-bytes", "x-stream-max-segment-size-bytes", "x-trace"];

    /// <summary>The arguments of a stream that no client declared.</summary>
    public static FieldTable StreamOnly { get; } =
        new(new Field("x-queue-type"u8.ToArray(), FieldValue.FromText("stream"u8)));

    public static bool IsOfStream(FieldTable arguments) => Find(arguments, "x-queue-type")?.AsText == "stream";

    public static FieldTable Read(ReadOnlySpan<byte> entries)
    {
        WireError error = FieldTable.TryRead(entries, out FieldTable table);
        return error == WireError.None ? table : throw AmqpException.Of(error);
    }

    /// <summary>The queue's type; throws when the queue cannot be what the arguments ask for.</summary>
    public static string Check(FieldTable arguments, QueueOptions options, string queue, string vhost)
    {
        string type = TypeOf(arguments, queue, vhost);
        IEnumerable<string> refused = type switch
        {
            "stream" => Compared.Except(OfStream),
            "quorum" => NotOfQuorum,
            _ => NotOfClassic,
        };
        foreach (string name in refused)
        {
            if (Find(arguments, name) is not null)
                throw NotOfType(name, queue, vhost, type);
        }

        if (type != "classic") MustBePlain(options, queue, vhost);
        MustBeFlag("x-trace", arguments, queue, vhost);
        if (type == "stream") return type;
        MustBeFlag("x-single-active-consumer", arguments, queue, vhost);
        if (Find(arguments, "x-queue-mode") is { } mode && mode.AsText is not ("default" or "lazy"))
            throw Invalid("x-queue-mode", queue, vhost, $"\"unsupported queue mode '{mode.AsText}'\"");
        return type;
    }

    /// <summary>The type that the arguments ask for.</summary>
    private static string TypeOf(FieldTable arguments, string queue, string vhost)
    {
        if (Find(arguments, "x-queue-type") is not { } type) return "classic";
        return type.AsText switch
        {
            "classic" or "quorum" or "stream" => type.AsText,
            null => throw Invalid("x-queue-type", queue, vhost, $"{{unacceptable_type,{NameOf(type.Type)}}}"),
            _ => throw Invalid("x-queue-type", queue, vhost, $"\"unsupported queue type '{type.AsText}'\""),
        };
    }

    private static void MustBeFlag(string name, FieldTable arguments, string queue, string vhost)
    {
        if (Find(arguments, name) is { Type: not FieldType.Boolean } flag)
            throw Invalid(name, queue, vhost, $"{{unacceptable_type,{NameOf(flag.Type)}}}");
    }

    /// <summary>Replicated queues live long and for all.</summary>
    private static void MustBePlain(QueueOptions options, string queue, string vhost)
    {
        string? property = !options.IsDurable ? "non-durable"
            : options.IsAutoDelete ? "auto-delete"
            : options.ExclusiveOwner is not null ? "exclusive-owner" : null;
        if (property is null) return;
        throw new AmqpException(
            ReplyCode.PreconditionFailed, $"invalid property '{property}' for queue '{queue}' in vhost '{vhost}'");
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
            DeduplicationWindowMs = Number(arguments, "x-deduplication-window-ms", 1, queue, vhost),
            DeduplicationIdsMax = RememberedIdsMax(arguments, queue, vhost),
            IsTraced = Find(arguments, "x-trace") is { AsBoolean: true },
            DeadLetterExchange = exchange,
            DeadLetterRoutingKey = key,
        };
    }

    private static RetryBackoff? Backoff(FieldTable arguments, string queue, string vhost)
    {
        string? name = Text(arguments, "x-retry-backoff", queue, vhost);
        RetryBackoff? backoff = RetryBackoffNames.Parse(name);
        if (name is not null && backoff is null)
            throw Invalid("x-retry-backoff", queue, vhost, "it is none, fixed or exponential");
        if (backoff is RetryBackoff.Fixed or RetryBackoff.Exponential) return backoff;
        foreach (string setting in (string[])["x-retry-delay-ms", "x-retry-delay-max-ms", "x-retry-multiplier"])
            if (Find(arguments, setting) is not null)
                throw Invalid(setting, queue, vhost, "x-retry-backoff is neither fixed nor exponential");
        return backoff;
    }

    private static long? RememberedIdsMax(FieldTable arguments, string queue, string vhost)
    {
        const string name = "x-deduplication-max-ids";
        if (Number(arguments, name, 1, queue, vhost) is not { } max) return null;
        if (Find(arguments, "x-deduplication-window-ms") is null)
            throw Invalid(name, queue, vhost, "there is no x-deduplication-window-ms");
        return max <= QueueOptions.DeduplicationIdsMaxMax ? max
            : throw Invalid(name, queue, vhost, $"{{value_too_large,{max}}}");
    }

    /// <summary>Throws when the queue was declared with other arguments.</summary>
    public static void MustBeEquivalent(FieldTable received, FieldTable current, string queue, string vhost)
    {
        foreach (string name in Compared)
        {
            FieldValue? asked = Find(received, name), has = Find(current, name);
            if (name == "x-queue-type")
            {
                if (asked?.AsText == "classic") asked = null;
                if (has?.AsText == "classic") has = null;
            }

            if (asked is null && has is null) continue;
            if (asked is { } left && has is { } right && left.IsEquivalentTo(right)) continue;
            bool both = asked is not null && has is not null;
            throw Inequivalent(name, queue, vhost, $"{Show(asked, both)} but current is {Show(has, both)}");
        }
    }

    public static AmqpException NoInteger(string name, string queue, string vhost, FieldType type) =>
        Invalid(name, queue, vhost, $"\"expected integer, got {NameOf(type)}\"");

    public static AmqpException NotOfType(string name, string queue, string vhost, string type) =>
        new(
            ReplyCode.PreconditionFailed,
            $"invalid arg '{name}' for queue '{queue}' in vhost '{vhost}' of queue type rabbit_{type}_queue");

    public static AmqpException Inequivalent(string name, string queue, string vhost, string what) =>
        new(
            ReplyCode.PreconditionFailed,
            $"inequivalent arg '{name}' for queue '{queue}' in vhost '{vhost}': received {what}");

    public static AmqpException Invalid(string name, string queue, string vhost, string why) =>
        new(ReplyCode.PreconditionFailed, $"invalid arg '{name}' for queue '{queue}' in vhost '{vhost}': {why}");

    private static long? Number(FieldTable arguments, string name, long minimum, string queue, string vhost)
    {
        if (Find(arguments, name) is not { } value) return null;
        if (!value.TryGetInteger(out long number)) throw NoInteger(name, queue, vhost, value.Type);
        if (number < 0) throw Invalid(name, queue, vhost, $"{{value_negative,{number}}}");
        if (number < minimum) throw Invalid(name, queue, vhost, $"{{value_zero,{number}}}");
        if (number > uint.MaxValue) throw Invalid(name, queue, vhost, $"{{value_too_large,{number}}}");
        return number;
    }

    /// <summary>Any number from 0; RabbitMQ sets no upper bound here.</summary>
    public static long? Limit(FieldTable arguments, string name, string queue, string vhost)
    {
        if (Find(arguments, name) is not { } value) return null;
        if (!value.TryGetInteger(out long number)) throw NoInteger(name, queue, vhost, value.Type);
        return number >= 0 ? number : throw Invalid(name, queue, vhost, $"{{value_negative,{number}}}");
    }

    private static int? PriorityMax(FieldTable arguments, string queue, string vhost)
    {
        if (Limit(arguments, "x-max-priority", queue, vhost) is not { } max) return null;
        return max <= PriorityMaxMax ? (int)max
            : throw Invalid("x-max-priority", queue, vhost, $"{{max_value_exceeded,{max}}}");
    }

    private static QueueOverflow? Overflow(FieldTable arguments, string queue, string vhost) =>
        Text(arguments, "x-overflow", queue, vhost) is not { } name ? null
        : QueueOverflowNames.Parse(name) ?? throw Invalid("x-overflow", queue, vhost, "invalid_overflow");

    private static string? Text(FieldTable arguments, string name, string queue, string vhost)
    {
        if (Find(arguments, name) is not { } value) return null;
        if (value.AsText is { } text) return text;
        if (name is "x-dead-letter-routing-key" or "x-overflow")
            throw Invalid(name, queue, vhost, $"{{unacceptable_type,{NameOf(value.Type)}}}");
        throw new AmqpException(
            ReplyCode.PreconditionFailed,
            $"invalid type '{NameOf(value.Type)}' for arg '{name}' in queue '{queue}' in vhost '{vhost}'");
    }

    public static FieldValue? Find(FieldTable table, string name) =>
        table.TryGet(Encoding.ASCII.GetBytes(name), out FieldValue value) ? value : null;

    private static string Show(FieldValue? value, bool both)
    {
        if (value is not { } present) return "none";
        string text = present.AsText
            ?? (present.Type == FieldType.Boolean ? (present.AsBoolean ? "true" : "false")
            : present.TryGetInteger(out long number) ? number.ToString(CultureInfo.InvariantCulture)
            : present.Type.ToString());
        return both ? $"'{text}'" : $"the value '{text}' of type '{NameOf(present.Type)}'";
    }

    /// <summary>A field's type as RabbitMQ calls it.</summary>
    public static string NameOf(FieldType type) => type switch
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
        _ => type.ToString().ToLowerInvariant(),
    };
}
