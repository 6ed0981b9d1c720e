namespace Weir.Broker.Routing;

/// <summary>
/// What became of an operation on exchanges; <paramref name="Reason"/> is one sentence for people when refused. When a
/// declaration is inequivalent, <paramref name="Argument"/> is what differs (<c>type</c>, <c>durable</c>,
/// <c>auto_delete</c>, <c>internal</c> or an argument's name), with both values; a null value was not given.
/// </summary>
public readonly record struct ExchangeOutcome(
    ExchangeError Error,
    Exchange? Exchange,
    string? Reason,
    string? Argument = null,
    ArgumentValue? Received = null,
    ArgumentValue? Current = null)
{
    /// <summary>What the outcome is about, when something was not found or is reserved.</summary>
    public string? Subject { get; init; }

    internal static ExchangeOutcome Done(Exchange? exchange) => new(ExchangeError.None, exchange, null);

    internal static ExchangeOutcome Refused(ExchangeError error, string subject, string reason) =>
        new(error, null, reason) { Subject = subject };
}
