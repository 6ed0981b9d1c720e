using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Weir.Simulation.Brokers;

/// <summary>
/// As <see cref="HistoryTests"/>, with the whole broker; WEIR_SIM_BROKER_HISTORIES says how much where
/// WEIR_SIM_MINUTES does not.
/// </summary>
public sealed class BrokerHistoryTests(ITestOutputHelper output)
{
    private const int HistoriesByDefault = 100;

    [Fact]
    public void Broker_histories_keep_every_promise()
    {
        long minutes = Number("WEIR_SIM_MINUTES", 0);
        long histories = minutes > 0 ? long.MaxValue : Number("WEIR_SIM_HISTORIES", HistoriesByDefault);
        int seed = (int)Number("WEIR_SIM_SEED", 1);
        var watch = Stopwatch.StartNew();
        long done = 0, lives = 0, deliveries = 0;
        for (; done < histories && (minutes == 0 || watch.Elapsed.TotalMinutes < minutes); done++, seed++)
        {
            BrokerHistory history = Run(seed);
            lives += history.Lives;
            deliveries += history.Deliveries;
        }

        output.WriteLine(
            $"{done} broker histories, {lives} lives, {deliveries} deliveries, "
            + $"{done / watch.Elapsed.TotalHours:F0} histories an hour, next seed {seed}");
    }

    [Fact]
    public void The_same_seed_twice_gives_the_same_broker_history()
    {
        for (int seed = 500; seed < 510; seed++) Assert.Equal(Run(seed).Trace, Run(seed).Trace);
    }

    private static BrokerHistory Run(int seed)
    {
        var history = new BrokerHistory(seed);
        try
        {
            history.Run();
        }
        catch (Exception e)
        {
            Assert.Fail(
                $"WEIR_SIM_SEED={seed} WEIR_SIM_HISTORIES=1: {e}\n{string.Join('\n', history.Trace.TakeLast(400))}");
        }

        return history;
    }

    private static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
