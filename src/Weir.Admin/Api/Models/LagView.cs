namespace Weir.Admin.Api.Models;

/// <summary>A group in a topic: partitions with a position, and how many records it did not read.</summary>
public sealed record LagView(string Topic, string Group, string State, int Partitions, long Lag);
