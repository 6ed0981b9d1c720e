namespace Weir.Admin.Api.Models;

/// <summary>The newest events of a topic's messages, newest first; see <see cref="TraceView"/>.</summary>
public sealed record TraceList(bool IsTraced, long KeptSinceMs, IReadOnlyList<TraceEventView> Events);
