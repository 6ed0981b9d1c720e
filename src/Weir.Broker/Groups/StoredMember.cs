namespace Weir.Broker.Groups;

/// <summary>
/// A member as it is kept with its generation. All its protocols are kept, so a restart changes no vote.
/// </summary>
internal sealed record StoredMember(
    string Id,
    string? InstanceId,
    string ClientId,
    string ClientHost,
    int SessionTimeoutMs,
    int RebalanceTimeoutMs,
    GroupProtocol[] Protocols,
    ReadOnlyMemory<byte> Assignment);
