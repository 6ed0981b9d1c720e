namespace Weir.Admin.Rates;

/// <summary>The broker at a moment: counters since the start, and depths.</summary>
public readonly record struct OverviewSample(
    long TimeMs,
    long Published,
    long Delivered,
    long Settled,
    long BytesReceived,
    long BytesSent,
    long Ready,
    long InFlight,
    int Connections);
