namespace Weir.Broker.Groups;

/// <summary>
/// The answer to a join or a sync, with the token its request came with. Exactly one of the two is set.
/// </summary>
public readonly record struct GroupReply(object Token, JoinReply? Join, SyncReply? Sync);
