namespace Weir.Admin.Api.Models;

/// <summary>A group in a topic: partitions with a position, and the records behind them that are not read yet.</summary>
public sealed record LagView(string Topic, string Group, string State, int Partitions, long Lag);
