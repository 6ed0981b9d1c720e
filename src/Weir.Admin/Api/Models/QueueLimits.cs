namespace Weir.Admin.Api.Models;

/// <summary>What the queue was declared with; null is not set.</summary>
public sealed record QueueLimits(
    long? MessageTtlMs,
    long? ExpiresMs,
    long? DeliveryLimit,
    string? DeadLetterExchange,
    string? DeadLetterRoutingKey,
    bool SingleActiveConsumer);
