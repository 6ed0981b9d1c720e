namespace Weir.Broker.Groups;

/// <summary>Where a group is in its life. The names are those that Kafka's tools print.</summary>
public enum GroupState
{
    /// <summary>No members; offsets may remain.</summary>
    Empty,

    /// <summary>Waiting for all members to join the next generation.</summary>
    PreparingRebalance,

    /// <summary>The generation is formed; waiting for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member has, or can ask for, its assignment.</summary>
    Stable,

    /// <summary>Does not exist (any more).</summary>
    Dead,
}
