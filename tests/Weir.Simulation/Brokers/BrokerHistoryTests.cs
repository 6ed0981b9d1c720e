using System.Diagnostics;
using Xunit.Abstractions;

namespace Weir.Simulation.Brokers;

/// <summary>
/// As <see cref="HistoryTests"/>, with the whole broker: the same variables say how much and where to start.
/// </summary>
public sealed class BrokerHistoryTests(ITestOutputHelper output)
{
    private const int HistoriesByDefault = 100;

    [Fact]
    public void Broker_histories_keep_every_promise()
    {
        long minutes = Variables.Number("WEIR_SIM_MINUTES", 0);
        long histories = minutes > 0 ? long.MaxValue : Variables.Number("WEIR_SIM_HISTORIES", HistoriesByDefault);
        int seed = (int)Variables.Number("WEIR_SIM_SEED", 1);
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

    // What a history does has grown since: the older of these are by now others than those that failed.
    [Theory]
    [InlineData(11)] // the broker did not stop: on a full disk, a delay waited for memory that nobody would free
    [InlineData(1478)] // the very first write of the epoch was torn, and the directory never opened again
    [InlineData(1519)] // a storage that had failed was checkpointed again and again, as fast as it went
    [InlineData(5240)] // a checkpoint forgot what was trimmed while it was made: the log had a hole after a power loss
    [InlineData(6316)] // nobody answered a get while handing out to consumers failed
    [InlineData(10327)] // nor after a command that failed
    [InlineData(859158)] // a flipped bit in the head of the only journal file lost what no checkpoint had, unsaid
    [InlineData(959329)] // a value came back without its tombstone: the trim of the value was not committed
    [InlineData(5044603)] // a power loss in the first write of the catalog left one file of it, for good
    [InlineData(7018741)] // a move failed with its storage, gave its messages back, and was stored all the same
    public void Seeds_that_once_failed_hold(int seed) => Run(seed);

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
}
