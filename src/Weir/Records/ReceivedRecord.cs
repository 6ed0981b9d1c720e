namespace Weir.Records;

/// <summary>Where a record lies, and when it was made.</summary>
internal readonly record struct ReceivedRecord(string Topic, int Partition, long Offset, long TimestampMs);
