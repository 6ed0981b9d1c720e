namespace Weir.Broker.Groups;

/// <summary>
/// A member to remove: by member id, or, with an empty member id, by instance id (how an administrator removes one).
/// </summary>
public readonly record struct LeavingMember(string MemberId, string? InstanceId = null);
