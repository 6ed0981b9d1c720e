using Weir.Admin.Rates;

namespace Weir.Admin.Api.Models;

/// <summary>A queue, or a stream that is consumed as one. Counters are since the process opened it.</summary>
public sealed record QueueView(
    string Namespace,
    string Name,
    string Kind,
    bool IsDurable,
    bool IsAutoDelete,
    bool IsExclusive,
    long Ready,
    long InFlight,
    long Bytes,
    int Consumers,
    MessageRates Rates,
    long Delivered,
    long Settled,
    long Released,
    long Died,
    long? OldestMessageAgeMs,
    string? Policy);
