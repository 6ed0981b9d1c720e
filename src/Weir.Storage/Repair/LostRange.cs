using Weir.Storage.Logs;

namespace Weir.Storage.Repair;

/// <summary>Offsets of a log, <paramref name="To"/> exclusive, whose records could not be read any more.</summary>
public readonly record struct LostRange(PartitionId Partition, long From, long To);
