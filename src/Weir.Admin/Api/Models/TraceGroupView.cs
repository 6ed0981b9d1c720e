namespace Weir.Admin.Api.Models;

/// <summary>A consumer group with a position in the message's partition, and whether that is past it.</summary>
public sealed record TraceGroupView(string Group, long Position, bool IsPast);
