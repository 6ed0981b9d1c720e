namespace Weir.Broker.Groups.Events;

/// <summary>Positions were deleted, expired, or lost their topic.</summary>
internal sealed record OffsetsRemoved(string GroupId, IReadOnlyList<OffsetKey> Keys) : GroupEvent(GroupId);
