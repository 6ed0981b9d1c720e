namespace Weir.Broker.Routing;

/// <summary>What a policy applies to. Persisted: never renumber.</summary>
[Flags]
public enum PolicyTarget : byte
{
    None = 0,
    Queues = 1,
    Exchanges = 2,
    All = Queues | Exchanges,
}
