namespace Weir.Broker.Routing;

/// <summary>Why a change of policies was refused.</summary>
public enum PolicyError : byte
{
    None,
    NotFound,
    InvalidName,
    InvalidPattern,
    InvalidDefinition,

    /// <summary>The catalog was changed meanwhile; try again.</summary>
    Conflict,
}
