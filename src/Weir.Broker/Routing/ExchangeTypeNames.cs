namespace Weir.Broker.Routing;

/// <summary>The names that clients use for exchange types.</summary>
public static class ExchangeTypeNames
{
    public const string Delayed = "x-delayed-message";
    public const string ConsistentHash = "x-consistent-hash";

    public static string Of(ExchangeType type) => type switch
    {
        ExchangeType.Direct => "direct",
        ExchangeType.Fanout => "fanout",
        ExchangeType.Topic => "topic",
        ExchangeType.Headers => "headers",
        ExchangeType.Delayed => Delayed,
        ExchangeType.ConsistentHash => ConsistentHash,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static bool TryParse(string name, out ExchangeType type)
    {
        ExchangeType? found = name switch
        {
            "direct" => ExchangeType.Direct,
            "fanout" => ExchangeType.Fanout,
            "topic" => ExchangeType.Topic,
            "headers" => ExchangeType.Headers,
            Delayed => ExchangeType.Delayed,
            ConsistentHash => ExchangeType.ConsistentHash,
            _ => null,
        };
        type = found ?? default;
        return found is not null;
    }
}
