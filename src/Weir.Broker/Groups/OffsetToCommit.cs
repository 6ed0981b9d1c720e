namespace Weir.Broker.Groups;

/// <summary>One position of a commit. Whether topic and partition exist is for the caller to check.</summary>
public readonly record struct OffsetToCommit(
    string Topic, int Partition, long Offset, int LeaderEpoch = -1, string? Metadata = null);
