namespace Weir.Admin.Api.Models;

/// <summary>Where the group is in a partition. The end and the lag are null when the topic is gone.</summary>
public sealed record GroupOffsetView(
    string Topic, int Partition, long Offset, long? EndOffset, long? Lag, long CommittedMs, string Metadata);
