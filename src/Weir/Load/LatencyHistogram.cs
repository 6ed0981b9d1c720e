using System.Numerics;

namespace Weir.Load;

/// <summary>
/// Counts of durations in nanoseconds, in buckets that grow with the value: every power of two is cut into 128 equal
/// ones, and below 256 ns every value has its own. A value read back is the upper end of its bucket, so it is never
/// too small, and too large by less than 1/128 (0.8%). The largest value is kept as it is. One writer at a time.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int CutBits = 7;
    private const int Cuts = 1 << CutBits;

    // Values of 63 bits: the first 2 x 128 buckets hold one value each, then come 55 powers of two of 128 buckets.
    private const int Buckets = (64 - CutBits) * Cuts;

    private readonly long[] _counts = new long[Buckets];
    private long _largest;
    private double _sum;

    public long Count { get; private set; }

    public long Largest => _largest;

    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>Counts one duration; a negative one counts as none at all.</summary>
    public void Record(long nanoseconds)
    {
        if (nanoseconds < 0) nanoseconds = 0;
        _counts[BucketOf(nanoseconds)]++;
        if (nanoseconds > _largest) _largest = nanoseconds;
        _sum += nanoseconds;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < Buckets; i++) _counts[i] += other._counts[i];
        _largest = Math.Max(_largest, other._largest);
        _sum += other._sum;
        Count += other.Count;
    }

    /// <summary>The value that this share (0 to 1) of all values does not exceed, 0 when there is none.</summary>
    public long Quantile(double share)
    {
        long rank = Math.Clamp((long)Math.Ceiling(share * Count), 1, Math.Max(1, Count));
        long seen = 0;
        for (int i = 0; i < Buckets; i++)
        {
            seen += _counts[i];
            if (seen >= rank) return Math.Min(UpperEnd(i), _largest);
        }

        return 0;
    }

    // With shift = the bits below the 8 leading ones, v >> shift is in 128..255 and shift * 128 joins the ranges.
    private static int BucketOf(long value)
    {
        int shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value) - CutBits);
        return (shift << CutBits) + (int)(value >> shift);
    }

    private static long UpperEnd(int bucket)
    {
        int shift = Math.Max(0, (bucket >> CutBits) - 1);
        return ((bucket - ((long)shift << CutBits) + 1) << shift) - 1;
    }
}
