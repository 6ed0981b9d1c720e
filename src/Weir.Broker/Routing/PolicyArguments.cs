using System.Globalization;
using Weir.Broker.Duplicates;
using Weir.Broker.Queues;

namespace Weir.Broker.Routing;

/// <summary>
/// What policies may set and how it meets what a client declared. As in RabbitMQ, of two limits the lower counts, and
/// of anything else the declared value does.
/// </summary>
internal static class PolicyArguments
{
    private enum Merge
    {
        DeclaredWins,
        LowerNumber,
        ShorterAge,
        DeliveryLimit,
    }

    private enum Form
    {
        Text,
        Number,
        Flag,
    }

    private static readonly Dictionary<string, (PolicyTarget Target, Merge Merge, Form Form)> Known = new()
    {
        ["expires"] = (PolicyTarget.Queues, Merge.LowerNumber, Form.Number),
        ["message-ttl"] = (PolicyTarget.Queues, Merge.LowerNumber, Form.Number),
        ["max-length"] = (PolicyTarget.Queues, Merge.LowerNumber, Form.Number),
        ["max-length-bytes"] = (PolicyTarget.Queues, Merge.LowerNumber, Form.Number),
        ["max-age"] = (PolicyTarget.Queues, Merge.ShorterAge, Form.Text),
        ["delivery-limit"] = (PolicyTarget.Queues, Merge.DeliveryLimit, Form.Number),
        ["overflow"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Text),
        ["dead-letter-exchange"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Text),
        ["dead-letter-routing-key"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Text),
        ["dead-letter-strategy"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Text),
        ["retry-backoff"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Text),
        ["retry-delay-ms"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Number),
        ["retry-delay-max-ms"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Number),
        ["retry-multiplier"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Number),
        ["deduplication-window-ms"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Number),
        ["deduplication-max-ids"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Number),
        ["trace"] = (PolicyTarget.Queues, Merge.DeclaredWins, Form.Flag),
        ["alternate-exchange"] = (PolicyTarget.Exchanges, Merge.DeclaredWins, Form.Text),
    };

    private static readonly string[] AtLeastOne =
    [
        "retry-delay-ms", "retry-delay-max-ms", "retry-multiplier", "deduplication-window-ms", "deduplication-max-ids",
    ];

    /// <summary>One sentence when the definition cannot be that of a policy.</summary>
    public static string? Check(Arguments definition, bool limitsOnly)
    {
        if (definition.Count == 0) return "a policy sets at least one argument";
        foreach ((string name, ArgumentValue value) in definition)
        {
            if (!Known.TryGetValue(name, out var known))
                return $"a policy cannot set '{name}'; it can set {string.Join(", ", Known.Keys)}";
            if (limitsOnly && (known.Form != Form.Number || known.Merge == Merge.DeclaredWins))
                return $"an operator's policy sets limits only, not '{name}'";
            (bool isAllowed, string allowed) = known.Form switch
            {
                Form.Number => (
                    value.Kind == ArgumentKind.Long && (value.AsLong >= 0 || known.Merge == Merge.DeliveryLimit),
                    "a whole number, 0 or more"),
                Form.Flag => (value.Kind == ArgumentKind.Bool, "true or false"),
                _ => (value.IsText, "text"),
            };
            if (!isAllowed) return $"{name} must be {allowed}, not {value}";
            if (known.Merge == Merge.ShorterAge && !TryParseAge(value, out _))
                return $"{name} must be a number and one of Y, M, D, h, m, s, not '{value}'";
        }

        if (definition.TryGet("expires", out ArgumentValue expires) && expires.AsLong == 0)
            return "expires must be 1 or more";
        if (definition.TryGet("overflow", out ArgumentValue overflow)
            && QueueOverflowNames.Parse(overflow.ToString()) is null)
            return $"overflow must be drop-head, reject-publish or reject-publish-dlx, not '{overflow}'";
        if (definition.TryGet("retry-backoff", out ArgumentValue backoff)
            && RetryBackoffNames.Parse(backoff.ToString()) is null)
            return $"retry-backoff must be none, fixed or exponential, not '{backoff}'";
        if (definition.TryGet("deduplication-max-ids", out ArgumentValue ids) && ids.AsLong > Deduplicator.IdsMaxMax)
            return $"deduplication-max-ids must be {Deduplicator.IdsMaxMax} or less";
        foreach (string name in AtLeastOne)
            if (definition.TryGet(name, out ArgumentValue number) && number.AsLong == 0)
                return $"{name} must be 1 or more";
        return null;
    }

    public static Arguments Apply(Arguments definition, Arguments declared, PolicyTarget target)
    {
        Arguments effective = declared;
        foreach ((string name, ArgumentValue byPolicy) in definition)
        {
            if (!Known.TryGetValue(name, out var known) || (known.Target & target) == 0) continue;
            string argument = known.Target == PolicyTarget.Queues ? "x-" + name : name;
            ArgumentValue value = declared.TryGet(argument, out ArgumentValue given)
                ? Resolve(known.Merge, byPolicy, given)
                : byPolicy;
            effective = effective.With(argument, value);
        }

        return effective;
    }

    private static ArgumentValue Resolve(Merge merge, ArgumentValue policy, ArgumentValue declared)
    {
        switch (merge)
        {
            case Merge.LowerNumber when declared.IsNumber:
                return policy.AsDouble < declared.AsDouble ? policy : declared;
            // Below 0 is no limit, and lifts that of the other.
            case Merge.DeliveryLimit when declared.IsNumber:
                bool isLifted = policy.AsLong < 0 || declared.AsDouble < 0;
                return policy.AsDouble < declared.AsDouble != isLifted ? policy : declared;
            case Merge.ShorterAge when TryParseAge(policy, out double mine) && TryParseAge(declared, out double theirs):
                return mine < theirs ? policy : declared;
            default:
                return declared;
        }
    }

    private static bool TryParseAge(ArgumentValue value, out double seconds)
    {
        string text = value.IsText ? value.ToString() : "";
        double unit = text.Length == 0 ? 0 : text[^1] switch
        {
            'Y' => 365 * 86_400,
            'M' => 30 * 86_400,
            'D' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => 0,
        };
        seconds = 0;
        if (unit == 0 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            return false;
        seconds = count * unit;
        return true;
    }
}
