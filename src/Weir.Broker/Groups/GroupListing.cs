namespace Weir.Broker.Groups;

/// <summary>A line in the list of groups. Groups that only store offsets have an empty protocol type.</summary>
public readonly record struct GroupListing(string GroupId, string ProtocolType, GroupState State);
