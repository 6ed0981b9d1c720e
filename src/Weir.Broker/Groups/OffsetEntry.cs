namespace Weir.Broker.Groups;

/// <summary>A committed offset with the partition it is for.</summary>
public readonly record struct OffsetEntry(OffsetKey Key, CommittedOffset Value);
