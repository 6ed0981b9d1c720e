using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

/// <summary>Applies to <c>queues</c>, <c>exchanges</c> or <c>all</c> (the default).</summary>
public sealed record PolicyRequest(string Pattern, JsonObject Definition, int? Priority, string? AppliesTo);
