using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

/// <summary>
/// A message for an exchange, or for a topic (then <c>partition</c> picks one; else the key does). The value is
/// <c>text</c> or <c>base64</c>. To an exchange it goes with properties as AMQP has them; headers join those.
/// </summary>
public sealed record PublishRequest(
    string? Exchange,
    string? Topic,
    int? Partition,
    string? Key,
    string? Value,
    string? ValueEncoding,
    Dictionary<string, string?>? Headers,
    JsonObject? Properties);
