namespace Weir.Broker.Groups.Events;

/// <summary>Positions were set.</summary>
internal sealed record OffsetsCommitted(string GroupId, IReadOnlyList<OffsetEntry> Entries) : GroupEvent(GroupId);
