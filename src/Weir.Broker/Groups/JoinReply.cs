namespace Weir.Broker.Groups;

/// <summary>Answers a join: either an error, or the member's place in a generation.</summary>
public sealed record JoinReply
{
    public GroupError Error { get; init; }

    public string MemberId { get; init; } = "";

    /// <summary>-1 with an error.</summary>
    public int Generation { get; init; } = -1;

    public string? ProtocolType { get; init; }

    public string? ProtocolName { get; init; }

    public string LeaderId { get; init; } = "";

    /// <summary>The leader came back to a stable group: it sees the members but shall not assign anew.</summary>
    public bool SkipAssignment { get; init; }

    /// <summary>Only the leader sees the members.</summary>
    public IReadOnlyList<JoinedMember> Members { get; init; } = [];

    internal static JoinReply Failed(GroupError error, string memberId = "") =>
        new() { Error = error, MemberId = memberId };
}
