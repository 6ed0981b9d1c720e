namespace Weir.Compare.Compare;

/// <summary>The middle of some values, and of two middle ones the lower: a value that was measured.</summary>
internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(sorted.Length - 1) / 2];
    }
}
