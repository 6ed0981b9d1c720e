using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

public sealed record ExchangeView(
    string Namespace,
    string Name,
    string Type,
    bool IsDurable,
    bool IsAutoDelete,
    bool IsInternal,
    string? AlternateExchange,
    string? Policy,
    int Bindings,
    JsonObject Arguments);
