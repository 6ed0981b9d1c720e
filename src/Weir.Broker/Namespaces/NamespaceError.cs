namespace Weir.Broker.Namespaces;

/// <summary>Why a namespace was not made or deleted.</summary>
public enum NamespaceError : byte
{
    None,
    AlreadyExists,
    NotFound,
    InvalidName,
    TooMany,

    /// <summary>The default namespace stays.</summary>
    IsDefault,

    /// <summary>Another operation changed it meanwhile; try again.</summary>
    Conflict,
}
