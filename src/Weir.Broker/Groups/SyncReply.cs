namespace Weir.Broker.Groups;

/// <summary>Answers a sync: either an error, or the member's assignment.</summary>
public sealed record SyncReply
{
    public GroupError Error { get; init; }

    public string? ProtocolType { get; init; }

    public string? ProtocolName { get; init; }

    public ReadOnlyMemory<byte> Assignment { get; init; }

    internal static SyncReply Failed(GroupError error) => new() { Error = error };
}
