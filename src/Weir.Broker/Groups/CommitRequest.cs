namespace Weir.Broker.Groups;

/// <summary>A member, or a client that manages its partitions alone (generation -1), stores its positions.</summary>
public sealed record CommitRequest
{
    public required string GroupId { get; init; }

    public string MemberId { get; init; } = "";

    public string? InstanceId { get; init; }

    /// <summary>-1 for a client outside of group membership; accepted while the group has no members.</summary>
    public int Generation { get; init; } = -1;

    /// <summary>
    /// How long the offsets shall be kept, -1 for the configured retention (Kafka OffsetCommit 2 to 4).
    /// </summary>
    public long RetentionMs { get; init; } = -1;

    public required IReadOnlyList<OffsetToCommit> Offsets { get; init; }
}
