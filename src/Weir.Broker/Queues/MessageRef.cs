namespace Weir.Broker.Queues;

/// <summary>A message of a queue: which of its logs, the offset there, and the bytes of its value.</summary>
public readonly record struct MessageRef(int Lane, long Offset, int Bytes);
