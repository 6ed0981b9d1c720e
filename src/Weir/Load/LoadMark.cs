namespace Weir.Load;

/// <summary>The state of a run at one moment; the difference of two is what was measured between them.</summary>
internal readonly record struct LoadMark(
    long At, long Sent, long Confirmed, long Received, TimeSpan ClientCpu, ProcessUsage Server)
{
    public static LoadMark Take(IReadOnlyList<LoadTally> tallies, int serverPid) => new(
        LoadClock.Now,
        tallies.Sum(static t => t.Sent),
        tallies.Sum(static t => t.Confirmed),
        tallies.Sum(static t => t.Received),
        Environment.CpuUsage.TotalTime,
        serverPid > 0 ? ProcessUsage.Of(serverPid) : default);
}
