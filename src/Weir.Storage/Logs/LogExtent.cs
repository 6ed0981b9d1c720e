namespace Weir.Storage.Logs;

/// <summary>A log's first and next offset at a frame boundary.</summary>
internal readonly record struct LogExtent(PartitionLog Log, long StartOffset, long NextOffset);
