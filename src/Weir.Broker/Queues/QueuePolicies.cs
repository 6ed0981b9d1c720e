using Weir.Broker.Routing;

namespace Weir.Broker.Queues;

/// <summary>
/// What queues are like once the policies of their namespace are applied: those of users, then those of operators,
/// which only lower limits. Rules of merging are the tables'; here is what they mean to a queue.
/// </summary>
internal sealed class QueuePolicies(PolicyTable policies, PolicyTable operatorPolicies)
{
    private const string LengthMax = "x-max-length";
    private const string BytesMax = "x-max-length-bytes";
    private const string Overflow = "x-overflow";
    private const string MessageTtl = "x-message-ttl";
    private const string Expires = "x-expires";
    private const string DeliveryLimit = "x-delivery-limit";
    private const string DeadLetterExchange = "x-dead-letter-exchange";
    private const string DeadLetterRoutingKey = "x-dead-letter-routing-key";
    private const string RetryBackoffName = "x-retry-backoff";
    private const string RetryDelay = "x-retry-delay-ms";
    private const string RetryDelayMax = "x-retry-delay-max-ms";
    private const string RetryMultiplier = "x-retry-multiplier";
    private const string DeduplicationWindow = "x-deduplication-window-ms";
    private const string DeduplicationIdsMax = "x-deduplication-max-ids";
    private const string Trace = "x-trace";

    /// <summary>Told of the namespace whose policies changed.</summary>
    public event Action<string> Changed
    {
        add
        {
            policies.Changed += value;
            operatorPolicies.Changed += value;
        }

        remove
        {
            policies.Changed -= value;
            operatorPolicies.Changed -= value;
        }
    }

    /// <summary>Grows with every change.</summary>
    public long Version => policies.Version + operatorPolicies.Version;

    public QueueOptions Apply(string ns, string name, QueueOptions declared)
    {
        if (policies.Match(ns, name, PolicyTarget.Queues) is null
            && operatorPolicies.Match(ns, name, PolicyTarget.Queues) is null) return declared;
        Arguments arguments = policies.EffectiveQueueArguments(ns, name, Describe(declared));
        arguments = operatorPolicies.EffectiveQueueArguments(ns, name, arguments);
        string? exchange = arguments.Get(DeadLetterExchange)?.ToString();
        long? deliveryLimit = Number(arguments, DeliveryLimit);
        RetryBackoff? backoff = RetryBackoffNames.Parse(arguments.Get(RetryBackoffName)?.ToString());
        return declared with
        {
            LengthMax = Number(arguments, LengthMax),
            BytesMax = Number(arguments, BytesMax),
            Overflow = QueueOverflowNames.Parse(arguments.Get(Overflow)?.ToString()),
            MessageTtlMs = Number(arguments, MessageTtl),
            ExpiresMs = Number(arguments, Expires),
            DeliveryLimit = deliveryLimit < 0 ? null : deliveryLimit,
            CountsDeliveries = declared.CountsDeliveries || deliveryLimit is not null || backoff is not null,
            DeadLetterExchange = exchange,
            DeadLetterRoutingKey = exchange is null ? null : arguments.Get(DeadLetterRoutingKey)?.ToString(),
            RetryBackoff = backoff,
            RetryDelayMs = Number(arguments, RetryDelay),
            RetryDelayMsMax = Number(arguments, RetryDelayMax),
            RetryMultiplier = Number(arguments, RetryMultiplier),
            DeduplicationWindowMs = Number(arguments, DeduplicationWindow),
            DeduplicationIdsMax = Number(arguments, DeduplicationIdsMax),
            IsTraced = arguments.Get(Trace)?.AsBool ?? false,
        };
    }

    private static Arguments Describe(QueueOptions declared)
    {
        Arguments arguments = Arguments.Empty;
        Add(LengthMax, declared.LengthMax);
        Add(BytesMax, declared.BytesMax);
        Add(MessageTtl, declared.MessageTtlMs);
        Add(Expires, declared.ExpiresMs);
        Add(DeliveryLimit, declared.DeliveryLimit);
        Add(RetryDelay, declared.RetryDelayMs);
        Add(RetryDelayMax, declared.RetryDelayMsMax);
        Add(RetryMultiplier, declared.RetryMultiplier);
        Add(DeduplicationWindow, declared.DeduplicationWindowMs);
        Add(DeduplicationIdsMax, declared.DeduplicationIdsMax);
        if (declared.IsTraced) arguments = arguments.With(Trace, ArgumentValue.Of(true));
        if (declared.RetryBackoff is { } backoff)
            arguments = arguments.With(RetryBackoffName, ArgumentValue.Of(RetryBackoffNames.Of(backoff)));
        if (declared.Overflow is { } overflow)
            arguments = arguments.With(Overflow, ArgumentValue.Of(QueueOverflowNames.Of(overflow)));
        if (declared.DeadLetterExchange is { } exchange)
            arguments = arguments.With(DeadLetterExchange, ArgumentValue.Of(exchange));
        if (declared.DeadLetterRoutingKey is { } key)
            arguments = arguments.With(DeadLetterRoutingKey, ArgumentValue.Of(key));
        return arguments;

        void Add(string name, long? value)
        {
            if (value is { } number) arguments = arguments.With(name, ArgumentValue.Of(number));
        }
    }

    private static long? Number(Arguments arguments, string name) => arguments.Get(name)?.AsLong;
}
