namespace Weir.Load;

/// <summary>A histogram in microseconds; every figure is exact or up to 0.8% too large.</summary>
internal sealed record LatencySummary(
    long Count, double Mean, double P50, double P90, double P99, double P999, double Max)
{
    public static LatencySummary? Of(LatencyHistogram histogram) => histogram.Count == 0
        ? null
        : new(
            histogram.Count,
            Math.Round(histogram.Mean / 1000, 1),
            Microseconds(histogram, 0.5),
            Microseconds(histogram, 0.9),
            Microseconds(histogram, 0.99),
            Microseconds(histogram, 0.999),
            Math.Round(histogram.Largest / 1000.0, 1));

    private static double Microseconds(LatencyHistogram histogram, double share) =>
        Math.Round(histogram.Quantile(share) / 1000.0, 1);
}
