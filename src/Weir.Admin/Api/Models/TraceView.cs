namespace Weir.Admin.Api.Models;

/// <summary>
/// What is known of a message's life, in order, with the messages it continues and those that continue it. Events
/// before <c>keptSinceMs</c> are forgotten. <c>isTraced</c> says whether events are noted now.
/// </summary>
public sealed record TraceView(
    string Namespace,
    string Topic,
    int Partition,
    long Offset,
    bool IsTraced,
    long KeptSinceMs,
    IReadOnlyList<TraceEventView> Events,
    IReadOnlyList<TraceGroupView> Groups);
