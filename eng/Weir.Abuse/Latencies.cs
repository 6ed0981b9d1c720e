namespace Weir.Abuse;

/// <summary>Percentiles of what a client waited, in milliseconds.</summary>
internal readonly record struct Latencies(int Count, double P50Ms, double P99Ms, double MaxMs)
{
    public static Latencies Of(IEnumerable<double> measuredMs)
    {
        double[] sorted = [.. measuredMs.Order()];
        return sorted.Length == 0
            ? default
            : new Latencies(sorted.Length, At(sorted, 0.5), At(sorted, 0.99), sorted[^1]);
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Count,6} calls, p50 {P50Ms:F1} ms, p99 {P99Ms:F1} ms, max {MaxMs:F0} ms");

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
