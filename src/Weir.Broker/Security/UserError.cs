namespace Weir.Broker.Security;

/// <summary>Why a change of users was refused.</summary>
public enum UserError : byte
{
    None,
    NotFound,
    NamespaceUnknown,
    InvalidName,
    InvalidPassword,
    InvalidTag,
    InvalidPattern,
    TooMany,

    /// <summary>Nobody could administer the broker after it.</summary>
    LastAdministrator,

    /// <summary>The catalog was changed meanwhile; try again.</summary>
    Conflict,
}
