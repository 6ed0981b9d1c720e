using System.Diagnostics;

namespace Weir.Load;

/// <summary>The monotonic clock in nanoseconds. Load is real time by nature; none of it runs on a fake clock.</summary>
internal static class LoadClock
{
    public const long Second = 1_000_000_000;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public static long Now =>
        Stopwatch.Frequency == Second
            ? Stopwatch.GetTimestamp()
            : (long)(Stopwatch.GetTimestamp() * NanosecondsPerTick);
}
