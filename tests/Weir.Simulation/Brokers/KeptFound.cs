namespace Weir.Simulation.Brokers;

/// <summary>A record in the log of a topic that is cleaned.</summary>
internal readonly record struct KeptFound(int Id, int Key, long Offset, bool IsTombstone);
