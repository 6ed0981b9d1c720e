namespace Weir.Broker.Groups;

/// <summary>
/// Limits and times of group coordination. Names in brackets are the Kafka settings of the same meaning; defaults are
/// Kafka's except where the comment says otherwise.
/// </summary>
public sealed record GroupOptions
{
    /// <summary>[group.min.session.timeout.ms]</summary>
    public int SessionTimeoutMsMin { get; init; } = 6_000;

    /// <summary>[group.max.session.timeout.ms]</summary>
    public int SessionTimeoutMsMax { get; init; } = 30 * 60 * 1000;

    /// <summary>
    /// [group.initial.rebalance.delay.ms] How long an empty group waits for more members before its first generation.
    /// Kafka waits 3 s; here it is 0, so a lone consumer starts at once. Members that come a moment later cost one more
    /// rebalance, which is cheap next to three seconds of silence at every start.
    /// </summary>
    public int InitialRebalanceDelayMs { get; init; }

    /// <summary>How long a join of a new member is parked before the member is dropped and told to retry.</summary>
    public int NewMemberJoinTimeoutMs { get; init; } = 5 * 60 * 1000;

    /// <summary>[group.max.size] Members of one group.</summary>
    public int MembersMax { get; init; } = int.MaxValue;

    /// <summary>Member ids of one group that were handed out and not joined with yet. Kafka has no limit.</summary>
    public int PendingMembersMax { get; init; } = 10_000;

    /// <summary>Bytes of ids, subscriptions and assignments of one group. Kafka's limit is its record size.</summary>
    public int MetadataBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Groups of one coordinator. Kafka has no limit.</summary>
    public int GroupsMax { get; init; } = 1_000_000;

    /// <summary>Longest id or name, in UTF-8 bytes. The longest string most clients can send.</summary>
    public int StringBytesMax { get; init; } = short.MaxValue;

    /// <summary>
    /// [offset.metadata.max.bytes] Longest metadata string of a commit, in UTF-16 units as Kafka counts.
    /// </summary>
    public int OffsetMetadataLengthMax { get; init; } = 4096;

    /// <summary>[offsets.retention.minutes] How long offsets outlive the last member of their group.</summary>
    public long OffsetsRetentionMs { get; init; } = 7L * 24 * 60 * 60 * 1000;

    /// <summary>[offsets.retention.check.interval.ms]</summary>
    public long OffsetsRetentionCheckMs { get; init; } = 10 * 60 * 1000;
}
