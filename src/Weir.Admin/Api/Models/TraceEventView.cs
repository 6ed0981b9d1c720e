namespace Weir.Admin.Api.Models;

/// <summary>
/// One thing that happened to a message: <c>published</c>, <c>parked</c>, <c>due</c>, <c>delivered</c>,
/// <c>acknowledged</c>, <c>settledWhenSent</c>, <c>released</c>, <c>rejected</c>, <c>died</c>, <c>deadLettered</c>,
/// <c>movedAway</c>, <c>redriven</c>, <c>purged</c> or <c>committed</c>. The offset is null while the message waits
/// for its time; <c>count</c> neighbours from there had the same happen to them at once. Without a client it was the
/// broker that acted.
/// </summary>
public sealed record TraceEventView(
    long TimeMs,
    string Event,
    string Topic,
    int Partition,
    long? Offset,
    long Count,
    TraceClientView? Client,
    string? Consumer,
    string? Group,
    int? Deliveries,
    string? Exchange,
    string? RoutingKey,
    IReadOnlyList<string>? RoutedTo,
    int? RoutedToCount,
    string? Reason,
    long? DueMs,
    TracePlace? From);
