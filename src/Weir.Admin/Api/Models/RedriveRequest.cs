namespace Weir.Admin.Api.Models;

/// <summary>
/// Moves messages out of a queue of dead letters: to <c>target</c>, or each to the queue that it first died in. With
/// filters, only those that match; from <c>from</c> on, at most <c>limit</c> (1,000).
/// </summary>
public sealed record RedriveRequest(
    string? Target, long? From, int? Limit, string? Key, string? Header, string? Contains, string? MessageId);
