namespace Weir.Broker.Queues;

/// <summary>What arguments and policies call the ways to wait between deliveries.</summary>
public static class RetryBackoffNames
{
    /// <summary>Null when the name is none of them.</summary>
    public static RetryBackoff? Parse(string? name) => name switch
    {
        "none" => RetryBackoff.None,
        "fixed" => RetryBackoff.Fixed,
        "exponential" => RetryBackoff.Exponential,
        _ => null,
    };

    public static string Of(RetryBackoff backoff) => backoff switch
    {
        RetryBackoff.Fixed => "fixed",
        RetryBackoff.Exponential => "exponential",
        _ => "none",
    };
}
