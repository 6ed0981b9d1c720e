using Weir.Admin.Rates;

namespace Weir.Admin.Api.Models;

/// <summary>The broker at a glance.</summary>
public sealed record Overview(
    string Version,
    string ClusterId,
    long StartedMs,
    long NowMs,
    bool IsLive,
    bool IsReady,
    bool IsDraining,
    MessageRates Rates,
    ObjectCounts Counts,
    MessageCounts Messages,
    StorageState Storage,
    ProcessState Process);
