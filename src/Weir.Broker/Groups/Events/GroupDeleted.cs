namespace Weir.Broker.Groups.Events;

/// <summary>The group is gone with all its offsets.</summary>
internal sealed record GroupDeleted(string GroupId) : GroupEvent(GroupId);
