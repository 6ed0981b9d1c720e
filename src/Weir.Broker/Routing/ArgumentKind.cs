namespace Weir.Broker.Routing;

/// <summary>What an argument holds. Persisted: never renumber.</summary>
public enum ArgumentKind : byte
{
    Null = 0,
    Bool = 1,
    Long = 2,
    Double = 3,

    /// <summary>UTF-8.</summary>
    Text = 4,
    Bytes = 5,
    List = 6,
    Table = 7,
}
