namespace Weir.Load.Incident;

/// <summary>How the orders fared; their latency is to the confirmation, from when each was due.</summary>
internal sealed record IncidentResult(
    string Flood, double FloodPerSecond, LatencySummary? OrderLatencyUs, long Unconfirmed);
