using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

public sealed record BindingRequest(string? RoutingKey, JsonObject? Arguments);
