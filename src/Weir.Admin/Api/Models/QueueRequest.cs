using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

/// <summary>What a queue shall be; arguments as AMQP clients give them, such as <c>x-message-ttl</c>.</summary>
public sealed record QueueRequest(bool? Durable, bool? AutoDelete, JsonObject? Arguments);
