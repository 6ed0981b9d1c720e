using Weir.Load;

namespace Weir.Compare.Compare;

/// <summary>One run of a scenario on a face. Its rate is what was consumed, or published if nobody consumed.</summary>
internal sealed record Sample(string Face, string Scenario, int Round, LoadResult Result)
{
    /// <summary>What the host took of the cores meanwhile.</summary>
    public double StolenPercent { get; init; }

    public double PerSecond => (Result.Consumed ?? Result.Published)!.PerSecond;

    /// <summary>Server CPU of the whole run for each message of <see cref="PerSecond"/>.</summary>
    public double CpuPerMessage => PerSecond == 0 ? 0 : Result.Server!.CpuPercent * 10_000 / PerSecond;

    public LatencySummary? Latency => Result.EndToEndLatencyUs ?? Result.ConfirmLatencyUs;
}
