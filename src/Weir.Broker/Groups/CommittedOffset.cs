namespace Weir.Broker.Groups;

/// <summary>A group's position in one partition: the next record it wants.</summary>
/// <param name="Offset">The next record to read.</param>
/// <param name="LeaderEpoch">Epoch of the last consumed record, -1 if unknown.</param>
/// <param name="Metadata">Free text of the client.</param>
/// <param name="CommitTimestampMs">When it was committed.</param>
/// <param name="ExpireTimestampMs">When the client wants it gone, -1 for the configured retention.</param>
public readonly record struct CommittedOffset(
    long Offset, int LeaderEpoch, string Metadata, long CommitTimestampMs, long ExpireTimestampMs);
