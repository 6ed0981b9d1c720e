using System.Text;
using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>What may be declared and bound, whatever exists already. An outcome of no error means allowed.</summary>
internal static class ExchangeRules
{
    public const string ReservedPrefix = "amq.";

    /// <summary>Longest routing key of a binding, bytes. AMQP's own limit is 255.</summary>
    public const int KeyBytesMax = 65_535;

    private static readonly ExchangeOutcome Allowed = ExchangeOutcome.Done(null);

    public static bool IsReserved(string name) => name.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    /// <summary>A declaration of an exchange that does not exist.</summary>
    public static ExchangeOutcome CheckNew(ExchangeDefinition definition)
    {
        string name = definition.Name;
        if (name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
        {
            return ExchangeOutcome.Refused(
                ExchangeError.Reserved, name, $"exchange name '{name}' contains reserved prefix '{ReservedPrefix}*'");
        }

        if (Encoding.UTF8.GetByteCount(name) > TopicRegistry.NameBytesMax)
        {
            return ExchangeOutcome.Refused(
                ExchangeError.InvalidName, name, $"an exchange name has at most {TopicRegistry.NameBytesMax} bytes");
        }

        Arguments arguments = definition.Arguments;
        if (arguments.Get(ExchangeDefinition.AlternateExchangeArgument) is { IsText: false } alternate)
        {
            return Invalid(
                name,
                ExchangeDefinition.AlternateExchangeArgument,
                $"must be an exchange's name, not {alternate.Kind}");
        }

        ExchangeType type = definition.Type;
        if (type == ExchangeType.Delayed)
        {
            string behind = arguments.Get(ExchangeDefinition.DelayedTypeArgument)?.ToString() ?? "";
            if (!ExchangeTypeNames.TryParse(behind, out type) || type == ExchangeType.Delayed)
            {
                return Invalid(
                    name,
                    ExchangeDefinition.DelayedTypeArgument,
                    $"must be direct, fanout, topic, headers or x-consistent-hash, not '{behind}'");
            }
        }

        return type == ExchangeType.ConsistentHash && HashMatcher.Check(arguments) is { } reason
            ? ExchangeOutcome.Refused(ExchangeError.InvalidArgument, name, reason)
            : Allowed;
    }

    /// <summary>
    /// A declaration of one that exists. Of the arguments only the alternate exchange is compared, as in RabbitMQ:
    /// clients rely on declaring again with others.
    /// </summary>
    public static ExchangeOutcome CheckSame(Exchange exchange, ExchangeDefinition wanted)
    {
        ExchangeDefinition current = exchange.Definition;
        (string Argument, ArgumentValue? Received, ArgumentValue? Current)[] pairs =
        [
            ("type", Text(wanted.Type), Text(current.Type)),
            ("durable", ArgumentValue.Of(wanted.IsDurable), ArgumentValue.Of(current.IsDurable)),
            ("auto_delete", ArgumentValue.Of(wanted.IsAutoDelete), ArgumentValue.Of(current.IsAutoDelete)),
            ("internal", ArgumentValue.Of(wanted.IsInternal), ArgumentValue.Of(current.IsInternal)),
            (
                ExchangeDefinition.AlternateExchangeArgument,
                wanted.Arguments.Get(ExchangeDefinition.AlternateExchangeArgument),
                current.Arguments.Get(ExchangeDefinition.AlternateExchangeArgument)),
        ];
        foreach ((string argument, ArgumentValue? received, ArgumentValue? now) in pairs)
        {
            if (Nullable.Equals(received, now)) continue;
            string reason = $"exchange '{wanted.Name}' has {argument} {Show(now)}, not {Show(received)}";
            return new ExchangeOutcome(ExchangeError.Inequivalent, exchange, reason, argument, received, now);
        }

        return ExchangeOutcome.Done(exchange);
    }

    public static ExchangeOutcome CheckBinding(Exchange source, Binding binding)
    {
        string? reason = source.RoutingType switch
        {
            _ when binding.RoutingKey.Length > KeyBytesMax => $"a binding key has at most {KeyBytesMax} bytes",
            ExchangeType.Headers => HeaderPattern.Check(binding.Arguments),
            ExchangeType.ConsistentHash when !HashSlot.TryParseWeight(binding.RoutingKey.Span, out _) =>
                "the binding key is a weight: a whole number of 1 or more",
            _ => null,
        };
        return reason is null ? Allowed : ExchangeOutcome.Refused(ExchangeError.InvalidBinding, source.Name, reason);
    }

    private static ExchangeOutcome Invalid(string name, string argument, string reason) =>
        ExchangeOutcome.Refused(
            argument == ExchangeDefinition.DelayedTypeArgument
                ? ExchangeError.TypeUnknown
                : ExchangeError.InvalidArgument,
            name,
            $"{argument} {reason}") with
        { Argument = argument };

    private static ArgumentValue Text(ExchangeType type) => ArgumentValue.Of(ExchangeTypeNames.Of(type));

    private static string Show(ArgumentValue? value) => value is { } given ? $"'{given}'" : "none";
}
