using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

/// <summary>
/// A stored message. The value is <c>text</c> or <c>base64</c> and may be cut; <c>valueBytes</c> is its whole size.
/// State and properties are there where they mean something: on a queue, and for AMQP.
/// </summary>
public sealed record MessageView(
    int Partition,
    long Offset,
    long TimestampMs,
    string Protocol,
    string? Exchange,
    string? Key,
    string? Value,
    string ValueEncoding,
    int ValueBytes,
    IReadOnlyList<HeaderView> Headers,
    JsonObject? Properties,
    string? State);
