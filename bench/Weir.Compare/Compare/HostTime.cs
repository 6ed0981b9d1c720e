using System.Globalization;

namespace Weir.Compare.Compare;

/// <summary>
/// Time of all cores since the start of the machine, in ticks, from /proc/stat (proc(5)): what a host of virtual
/// machines gave to others while this one had work, and all of it.
/// </summary>
internal readonly record struct HostTime(long Stolen, long All)
{
    private const int Kinds = 8;

    public static HostTime Now()
    {
        string line = File.ReadLines("/proc/stat").First();
        long[] ticks =
        [
            .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Kinds)
                .Select(static field => long.Parse(field, CultureInfo.InvariantCulture)),
        ];
        return new HostTime(ticks[^1], ticks.Sum());
    }

    public double StolenPercentSince(HostTime earlier) =>
        All == earlier.All ? 0 : 100.0 * (Stolen - earlier.Stolen) / (All - earlier.All);
}
