namespace Weir.Storage.Logs;

/// <summary>
/// How long frames took from being sealed to being durable, over all shards: counts by upper bound, the last one
/// without. Counted once a frame; read by anybody, as a moment's figure.
/// </summary>
public sealed class CommitTimes(TimeProvider time)
{
    private static readonly double[] Bounds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _ticks;
    private long _bytes;

    /// <summary>Upper bounds in seconds.</summary>
    public static ReadOnlySpan<double> BoundsSeconds => Bounds;

    /// <summary>Frames of each bound, not added up; one more than bounds.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    public double TotalSeconds => TimeSpan.FromTicks(Volatile.Read(ref _ticks)).TotalSeconds;

    /// <summary>Bytes of all frames.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    internal long Begin() => time.GetTimestamp();

    internal void End(long begun, long bytes)
    {
        TimeSpan took = time.GetElapsedTime(begun);
        int at = 0;
        while (at < Bounds.Length && took.TotalSeconds > Bounds[at]) at++;
        Interlocked.Increment(ref _counts[at]);
        Interlocked.Add(ref _ticks, took.Ticks);
        Interlocked.Add(ref _bytes, bytes);
    }
}
