namespace Weir.Storage.Logs;

/// <summary>A record's place and its time in Unix milliseconds.</summary>
public readonly record struct OffsetAndTimestamp(long Offset, long Timestamp);
