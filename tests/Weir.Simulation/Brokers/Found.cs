namespace Weir.Simulation.Brokers;

/// <summary>A record in a queue's log.</summary>
internal readonly record struct Found(int Id, long Offset, bool IsSettled);
