namespace Weir.Broker.Groups;

/// <summary>What the leader learns of a member: its subscription under the chosen protocol.</summary>
public readonly record struct JoinedMember(string MemberId, string? InstanceId, ReadOnlyMemory<byte> Metadata);
