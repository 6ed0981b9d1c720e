namespace Weir.Broker.Groups;

/// <summary>
/// Outcomes of group requests that a client is expected to meet. Each protocol maps them to its own codes.
/// </summary>
public enum GroupError
{
    None,

    /// <summary>The member id (or instance id) is not in the group; the client joins again without an id.</summary>
    UnknownMember,

    /// <summary>The generation is not the group's current one.</summary>
    IllegalGeneration,

    /// <summary>The client must join again to take part in the round under way.</summary>
    RebalanceInProgress,

    /// <summary>Protocol type differs from the group's, or no protocol is shared with all members.</summary>
    InconsistentProtocol,

    /// <summary>Join again with the member id that came in the reply.</summary>
    MemberIdRequired,

    /// <summary>A newer client took over this instance id.</summary>
    FencedInstance,

    /// <summary>The group has its maximum of members.</summary>
    GroupMaxSize,

    /// <summary>The session timeout is outside the configured range.</summary>
    InvalidSessionTimeout,

    /// <summary>The group id is empty where one is needed, or too long.</summary>
    InvalidGroupId,

    /// <summary>Refused while the group has members.</summary>
    NonEmptyGroup,

    /// <summary>There is no such group.</summary>
    GroupNotFound,

    /// <summary>The group's members subscribe to the topic, so its offsets stay.</summary>
    GroupSubscribedToTopic,

    /// <summary>The metadata string of a commit is longer than allowed.</summary>
    OffsetMetadataTooLarge,

    /// <summary>
    /// A bound on memory (string length, metadata bytes of a group, pending members, groups) was met.
    /// </summary>
    LimitExceeded,
}
