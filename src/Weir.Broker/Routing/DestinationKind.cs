namespace Weir.Broker.Routing;

/// <summary>What a binding leads to. Persisted: never renumber.</summary>
public enum DestinationKind : byte
{
    /// <summary>A queue, or a stream topic.</summary>
    Queue = 0,
    Exchange = 1,
}
