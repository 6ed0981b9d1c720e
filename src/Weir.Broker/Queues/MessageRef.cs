namespace Weir.Broker.Queues;

/// <summary>A message of a queue: which of its logs, and the offset there.</summary>
public readonly record struct MessageRef(int Lane, long Offset);
