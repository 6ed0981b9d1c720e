namespace Weir.Admin.Api.Models;

/// <summary>A message elsewhere, in the same namespace.</summary>
public sealed record TracePlace(string Topic, int Partition, long Offset);
