namespace Weir.Admin.Api.Models;

/// <summary>The reason is for those who are asked to leave; they may also be let go on.</summary>
public sealed record DrainRequest(string? Reason, bool? KeepsConnections);
