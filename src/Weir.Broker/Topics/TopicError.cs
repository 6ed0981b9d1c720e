namespace Weir.Broker.Topics;

/// <summary>Why a topic operation was refused.</summary>
public enum TopicError : byte
{
    None,
    NotFound,
    AlreadyExists,
    InvalidName,
    InvalidPartitions,
    InvalidSettings,
    TooMany,
    NamespaceUnknown,

    /// <summary>Another operation changed the topic meanwhile; try again.</summary>
    Conflict,
}
