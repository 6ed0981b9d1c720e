namespace Weir.Broker.Groups;

/// <summary>A member asks for its assignment; the leader brings everybody's.</summary>
public sealed record SyncRequest
{
    public required string GroupId { get; init; }

    public required string MemberId { get; init; }

    public string? InstanceId { get; init; }

    public required int Generation { get; init; }

    /// <summary>Checked when given (Kafka SyncGroup 5 and later).</summary>
    public string? ProtocolType { get; init; }

    /// <summary>Checked when given (Kafka SyncGroup 5 and later).</summary>
    public string? ProtocolName { get; init; }

    /// <summary>Heeded from the leader only. Members that are left out get an empty assignment.</summary>
    public IReadOnlyList<MemberAssignment> Assignments { get; init; } = [];
}
