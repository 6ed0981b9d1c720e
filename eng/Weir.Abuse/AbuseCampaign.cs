using System.Diagnostics;
using Weir.Abuse.Abuses;

namespace Weir.Abuse;

/// <summary>
/// Abuses a broker while a well-behaved client measures: a quiet phase, then every abuse in turn for its share of the
/// time, then a quiet phase again, in which the broker has to give back what it took. Two rounds, because what the
/// first one leaves the second may double.
/// </summary>
internal static class AbuseCampaign
{
    private const double P99MsMax = 500;

    // Code that ran for the first time, and pools that are kept, which 10,000 connections fill more than none.
    private const long GrowthBytesMax = 160L << 20;

    private static readonly IAbuse[] All =
    [
        new HalfOpenConnections(), new SlowWriters(), new GiantLengths(), new WrongOrder(), new OversizedTables(),
        new ChannelFlood(), new ConsumerFlood(), new UnreadDeliveries(), new LyingSizes(), new RecordBombs(),
        new UnreadFetches(), new JoinsWithoutSync(), new ManyConnections(),
    ];

    /// <summary>
    /// True when the broker kept what it promises; on a machine that is busy with something else, times are only
    /// reported.
    /// </summary>
    public static async Task<bool> RunAsync(
        TimeSpan duration, int connections, string only, bool judgesTimes, TextWriter output)
    {
        await using TargetBroker broker = await TargetBroker.StartAsync();
        using var good = new GoodClient(broker);
        await Task.Delay(duration / 10);
        good.Take();
        await Task.Delay(duration / 10);
        Latencies quiet = good.Take();
        await output.WriteLineAsync($"{"quiet",-22} {quiet}   {await MemoryAsync(broker)}");
        IAbuse[] abuses = [.. All.Where(abuse => abuse.Name.Contains(only, StringComparison.Ordinal))];
        AbuseContext context = new(broker, duration * 0.6 / (2 * abuses.Length), connections);
        List<string> broken = [];
        long quietBytes = broker.ResidentBytes();
        for (int round = 1; round <= 2; round++)
        {
            foreach (IAbuse abuse in abuses)
            {
                string account = await OneAsync(abuse, context, broken);
                Latencies during = good.Take();
                if (judgesTimes && during.P99Ms > P99MsMax)
                    broken.Add($"{abuse.Name}: p99 of others was {during.P99Ms:F0} ms");
                await output.WriteLineAsync($"{abuse.Name,-22} {during}   {await MemoryAsync(broker)}   {account}");
            }
        }

        long afterwards = await SettledBytesAsync(broker, quietBytes + GrowthBytesMax);
        good.Take();
        await Task.Delay(duration / 10);
        Latencies after = good.Take();
        await output.WriteLineAsync($"{"quiet again",-22} {after}   {await MemoryAsync(broker)}");
        if (afterwards - quietBytes > GrowthBytesMax)
            broken.Add($"afterwards {(afterwards - quietBytes) >> 20} MiB more are resident than before");
        if (judgesTimes && after.P99Ms > P99MsMax) broken.Add($"p99 afterwards is {after.P99Ms:F0} ms");
        if (broker.HasExited) broken.Add("the broker has ended");
        foreach (string what in broken) await output.WriteLineAsync($"BROKEN {what}");
        if (broken.Count > 0) await output.WriteLineAsync(broker.Log);
        await output.WriteLineAsync(broken.Count == 0 ? "kept" : "not kept");
        return broken.Count == 0;
    }

    private static async Task<string> OneAsync(IAbuse abuse, AbuseContext context, List<string> broken)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            string account = await Task.Run(() => abuse.Run(context));
            return $"{account}, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s";
        }
        catch (Exception e)
        {
            broken.Add($"{abuse.Name}: {e.Message}");
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    // Sessions take a moment to see that their client has gone, and the broker one to give memory back.
    private static async Task<long> SettledBytesAsync(TargetBroker broker, long wantedBytes)
    {
        long least = broker.ResidentBytes();
        for (int i = 0; i < 160 && least > wantedBytes; i++)
        {
            await Task.Delay(250);
            least = Math.Min(least, broker.ResidentBytes());
        }

        return least;
    }

    private static async Task<string> MemoryAsync(TargetBroker broker) =>
        $"RSS {broker.ResidentBytes() >> 20,4} MiB, "
        + $"heap {(long)await broker.MetricAsync("dotnet_heap_bytes") >> 20,4} MiB";
}
