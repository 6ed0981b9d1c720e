using Weir.Load;

namespace Weir.Tests.Load;

public sealed class LatencyHistogramTests
{
    private const double ErrorMax = 1.0 / 128;

    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 100_000)]
    [InlineData(3, 5_000_000_000)]
    [InlineData(4, 1L << 60)]
    public void Quantiles_are_those_of_the_sorted_values_and_never_too_small(int seed, long below)
    {
        Random random = new(seed);
        LatencyHistogram histogram = new();
        long[] values = new long[20_000];
        for (int i = 0; i < values.Length; i++)
        {
            // Spread over the magnitudes as latencies are, not only over the values.
            values[i] = (long)Math.Pow(below, random.NextDouble()) - 1;
            histogram.Record(values[i]);
        }

        Array.Sort(values);
        foreach (double share in new[] { 0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1 })
        {
            long exact = values[Math.Max(0, (int)Math.Ceiling(share * values.Length) - 1)];
            long found = histogram.Quantile(share);
            Assert.InRange(found, exact, exact + (long)(exact * ErrorMax));
        }

        Assert.Equal(values[^1], histogram.Largest);
        Assert.Equal(values.Length, histogram.Count);
        Assert.Equal(values.Average(static v => (double)v), histogram.Mean, tolerance: histogram.Mean * 1e-9);
    }

    [Fact]
    public void Every_value_below_256_and_every_edge_of_a_bucket_is_found_within_the_bound()
    {
        IEnumerable<long> edges = Enumerable.Range(8, 55).SelectMany(
            bits => new[] { (1L << bits) - 1, 1L << bits, (1L << bits) + 1, (3L << (bits - 1)) - 1 });
        foreach (long value in Enumerable.Range(0, 256).Select(static v => (long)v).Concat(edges))
        {
            LatencyHistogram histogram = new();
            histogram.Record(value);
            histogram.Record(long.MaxValue);
            long found = histogram.Quantile(0.5);
            Assert.InRange(found, value, value + (long)(value * ErrorMax));
            if (value < 256) Assert.Equal(value, found);
        }
    }

    [Fact]
    public void Adding_two_histograms_is_as_recording_into_one()
    {
        LatencyHistogram left = new();
        LatencyHistogram right = new();
        LatencyHistogram both = new();
        for (long i = 1; i < 1_000_000; i += 777)
        {
            (i % 2 == 0 ? left : right).Record(i * i);
            both.Record(i * i);
        }

        left.Add(right);
        Assert.Equal((both.Count, both.Largest), (left.Count, left.Largest));
        for (double share = 0; share <= 1; share += 0.01) Assert.Equal(both.Quantile(share), left.Quantile(share));
    }

    [Fact]
    public void Without_values_everything_is_zero()
    {
        LatencyHistogram histogram = new();
        Assert.Equal((0, 0, 0), (histogram.Count, histogram.Quantile(0.99), histogram.Mean));
    }
}
