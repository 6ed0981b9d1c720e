using Weir.Storage.Logs;

namespace Weir.Broker.Tracing;

/// <summary>
/// Where a message lies, or lay. The log tells apart topics that had the same name one after the other.
/// </summary>
public readonly record struct MessageAddress(PartitionId Log, string Topic, int Partition, long Offset);
