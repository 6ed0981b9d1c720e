using System.Diagnostics;
using Xunit.Abstractions;

namespace Weir.Simulation.Brokers;

/// <summary>
/// WEIR_DAMAGE_MINUTES says how long (eng/damage sets it); without it a few trials of a few directories.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    private const int TrialsADirectory = 200;
    private const int DirectoriesByDefault = 2;

    [Fact]
    public void Whatever_byte_is_broken_the_broker_says_so_and_serves_nothing_wrong()
    {
        long minutes = Variables.Number("WEIR_DAMAGE_MINUTES", 0);
        int first = (int)Variables.Number("WEIR_SIM_SEED", 1);
        var watch = Stopwatch.StartNew();
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int seed = first; minutes > 0 ? watch.Elapsed.TotalMinutes < minutes : seed < first + DirectoriesByDefault;
            seed++)
        {
            var trials = new DamageTrials(seed, isKilled: seed % 2 == 0);
            for (int trial = 0; trial < TrialsADirectory; trial++) trials.Try(trial);
            foreach ((string outcome, int count) in trials.Outcomes)
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + count;
        }

        foreach ((string outcome, int count) in outcomes) output.WriteLine($"{count,8} {outcome}");
        Assert.Contains(outcomes.Keys, static o => o.EndsWith("reported at start", StringComparison.Ordinal));
    }
}
