namespace Weir.Broker.Routing;

/// <summary>Why an operation on exchanges was refused.</summary>
public enum ExchangeError : byte
{
    None,
    ExchangeNotFound,
    QueueNotFound,

    /// <summary>Names beginning with <c>amq.</c> are the broker's: not to be declared or deleted.</summary>
    Reserved,

    /// <summary>The default exchange can be neither declared, deleted, bound nor unbound.</summary>
    DefaultExchange,

    /// <summary>To be deleted if unused, and has bindings.</summary>
    InUse,

    /// <summary>Declared before with another value of the named argument.</summary>
    Inequivalent,
    TypeUnknown,
    InvalidName,
    InvalidArgument,

    /// <summary>The key or arguments are none of a binding of this exchange type.</summary>
    InvalidBinding,

    /// <summary>The catalog was changed meanwhile; try again.</summary>
    Conflict,
}
