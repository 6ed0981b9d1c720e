namespace Weir.Broker.Groups;

/// <summary>A member as tools show it. Metadata and assignment are empty unless the group is stable.</summary>
public sealed record MemberDescription(
    string MemberId,
    string? InstanceId,
    string ClientId,
    string ClientHost,
    ReadOnlyMemory<byte> Metadata,
    ReadOnlyMemory<byte> Assignment);
