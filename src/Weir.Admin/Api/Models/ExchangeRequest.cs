using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

public sealed record ExchangeRequest(
    string Type, bool? Durable, bool? AutoDelete, bool? Internal, JsonObject? Arguments);
