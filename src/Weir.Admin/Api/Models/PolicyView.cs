using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

/// <summary>Applies to <c>queues</c>, <c>exchanges</c> or <c>all</c> whose name matches the pattern.</summary>
public sealed record PolicyView(
    string Namespace, string Name, string Pattern, string AppliesTo, int Priority, JsonObject Definition);
