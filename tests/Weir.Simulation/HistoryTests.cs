using System.Diagnostics;
using Xunit.Abstractions;

namespace Weir.Simulation;

/// <summary>
/// WEIR_SIM_HISTORIES or WEIR_SIM_MINUTES says how much, WEIR_SIM_SEED where to start (eng/sim sets them). A failure
/// names its seed; a seed that once failed stays in <see cref="Seeds_that_once_failed_hold"/>.
/// </summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int HistoriesByDefault = 200;

    [Fact]
    public async Task Seeded_histories_lose_and_invent_nothing()
    {
        long minutes = Variables.Number("WEIR_SIM_MINUTES", 0);
        long histories = minutes > 0 ? long.MaxValue : Variables.Number("WEIR_SIM_HISTORIES", HistoriesByDefault);
        int seed = (int)Variables.Number("WEIR_SIM_SEED", 1);
        var watch = Stopwatch.StartNew();
        long done = 0, lives = 0;
        for (; done < histories && (minutes == 0 || watch.Elapsed.TotalMinutes < minutes); done++, seed++)
            lives += (await RunAsync(seed)).Lives;
        output.WriteLine(
            $"{done} histories, {lives} lives, {done / watch.Elapsed.TotalHours:F0} histories an hour, next "
            + $"seed {seed}");
    }

    [Theory]
    [InlineData(7315)] // a frame came back in a spare whose rename the power loss had undone
    public async Task Seeds_that_once_failed_hold(int seed) => await RunAsync(seed);

    [Fact]
    public async Task The_same_seed_twice_gives_the_same_history()
    {
        for (int seed = 500; seed < 520; seed++)
            Assert.Equal((await RunAsync(seed)).Trace, (await RunAsync(seed)).Trace);
    }

    private static async Task<History> RunAsync(int seed)
    {
        var history = new History(seed);
        try
        {
            await history.RunAsync();
        }
        catch (Exception e)
        {
            Assert.Fail($"WEIR_SIM_SEED={seed} WEIR_SIM_HISTORIES=1: {e}\n{string.Join('\n', history.Trace)}");
        }

        return history;
    }
}
