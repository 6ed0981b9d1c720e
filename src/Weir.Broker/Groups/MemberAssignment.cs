namespace Weir.Broker.Groups;

/// <summary>The leader's decision for one member.</summary>
public readonly record struct MemberAssignment(string MemberId, ReadOnlyMemory<byte> Assignment);
