namespace Weir.Load.Incident;

/// <summary>Where the flood runs, seen from the orders.</summary>
internal enum FloodPlace
{
    /// <summary>There is none.</summary>
    Nowhere,

    /// <summary>On another channel of the orders' connection.</summary>
    SameConnection,

    OwnConnection,
}
