using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

/// <summary>
/// What the exchange <c>source</c> passes on to a <c>queue</c> or <c>exchange</c>. The properties key names the binding
/// among those of the same source and destination.
/// </summary>
public sealed record BindingView(
    string Namespace,
    string Source,
    string DestinationKind,
    string Destination,
    string RoutingKey,
    JsonObject Arguments,
    string PropertiesKey,
    bool IsDurable);
