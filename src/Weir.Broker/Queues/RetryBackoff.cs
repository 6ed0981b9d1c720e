namespace Weir.Broker.Queues;

/// <summary>How the wait of a message that came back grows. Persisted: never renumber.</summary>
public enum RetryBackoff : byte
{
    None = 0,
    Fixed = 1,
    Exponential = 2,
}
