using Microsoft.AspNetCore.Http;
using Weir.Admin.Http;
using Weir.Broker.Namespaces;
using Weir.Broker.Routing;
using Weir.Broker.Topics;

namespace Weir.Admin.Operations;

/// <summary>The broker's outcomes as HTTP errors, in one place.</summary>
internal static class Outcomes
{
    public static void MustBeDone(TopicOutcome outcome)
    {
        if (outcome.Error == TopicError.None) return;
        int status = outcome.Error switch
        {
            TopicError.NotFound => StatusCodes.Status404NotFound,
            TopicError.AlreadyExists or TopicError.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        };
        throw new ApiException(status, "topic-" + Kebab(outcome.Error), outcome.Reason ?? "refused");
    }

    public static void MustBeDone(ExchangeOutcome outcome)
    {
        if (outcome.Error == ExchangeError.None) return;
        int status = outcome.Error switch
        {
            ExchangeError.ExchangeNotFound or ExchangeError.QueueNotFound => StatusCodes.Status404NotFound,
            ExchangeError.Conflict or ExchangeError.InUse => StatusCodes.Status409Conflict,
            ExchangeError.Reserved or ExchangeError.DefaultExchange => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status400BadRequest,
        };
        throw new ApiException(status, Kebab(outcome.Error), outcome.Reason ?? "refused");
    }

    public static void MustBeDone(NamespaceOutcome outcome)
    {
        if (outcome.IsDone) return;
        int status = outcome.Error switch
        {
            NamespaceError.NotFound => StatusCodes.Status404NotFound,
            NamespaceError.AlreadyExists or NamespaceError.Conflict => StatusCodes.Status409Conflict,
            NamespaceError.IsDefault => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status400BadRequest,
        };
        throw new ApiException(status, "namespace-" + Kebab(outcome.Error), outcome.Reason ?? "refused");
    }

    public static void MustBeDone(PolicyOutcome outcome)
    {
        if (outcome.Error == PolicyError.None) return;
        int status = outcome.Error switch
        {
            PolicyError.NotFound => StatusCodes.Status404NotFound,
            PolicyError.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        };
        throw new ApiException(status, "policy-" + Kebab(outcome.Error), outcome.Reason ?? "refused");
    }

    private static string Kebab<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select(static (c, i) =>
            char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
