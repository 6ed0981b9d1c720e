using System.Diagnostics;
using Weir.Compare.Peers;
using Weir.Load;

namespace Weir.Compare.Compare;

/// <summary>
/// Weir and every peer that is installed, in turn, in rounds: whatever else the machine does in the meantime meets all
/// of them. Each is started anew for its turn and runs alone. A load that fails is said and left out, not repeated.
/// </summary>
internal sealed class Comparison(Workshop workshop, int rounds, double secondsInAll, string only)
{
    // What a turn takes besides its loads: start, the idle look, stop, and what is around each load.
    private const double SecondsPerTurn = 6;
    private const double SecondsBehindLoad = 0.6;

    private readonly List<Sample> _samples = [];
    private readonly List<Standing> _standings = [];
    private readonly List<string> _notes = [];

    public async Task RunAsync()
    {
        await workshop.PublishAsync();
        Server[] all =
        [
            workshop.Weir(), Rabbit(), Redis("always"), Redis("everysec"),
            new NatsServer(Path.Combine(workshop.Scratch, "nats"), workshop.Port),
        ];
        string[] wanted = only.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Server[] servers = [.. all.Where(s => wanted.Length == 0 || wanted.Any(w => s.Name.StartsWith(w, default)))];
        foreach (Server absent in servers.Where(static s => s.Missing is not null))
            Note($"not compared: {absent.Name}, because {absent.Missing}");
        servers = [.. servers.Where(static s => s.Missing is null)];

        int loads = servers.Sum(static s => s.Faces.Count) * Scenario.All.Count * rounds;
        double left = secondsInAll - rounds * servers.Length * SecondsPerTurn - loads * SecondsBehindLoad;
        double seconds = Math.Max(1, left / Math.Max(1, loads));
        Workshop.Say($"{servers.Length} brokers, {loads} loads of {seconds:0.0} s in {rounds} rounds");
        long began = Stopwatch.GetTimestamp();
        for (int round = 1; round <= rounds; round++)
        {
            foreach (Server server in servers) await TurnAsync(server, round, seconds);
        }

        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Note(FormattableString.Invariant(
            $"{rounds} rounds, each load {seconds:0.0} s with its warm-up, {took:0} s in all; {Workshop.Machine()}"));
        Note("taken by the host meanwhile, % of the cores, median and most of all loads: " + string.Join(
            "; ", _samples.GroupBy(static s => s.Face).Select(static face => FormattableString.Invariant(
                $"{face.Key} {Median.Of(face.Select(Stolen)):0.0}, {face.Max(Stolen):0.0}"))));
        new ComparisonReport(_samples, _standings, _notes).Write(workshop);
    }

    private RabbitServer Rabbit() => new(Path.Combine(workshop.Scratch, "rabbitmq"), workshop.Port);

    private RedisServer Redis(string fsync) => new(fsync, Path.Combine(workshop.Scratch, "redis"), workshop.Port);

    private async Task TurnAsync(Server server, int round, double seconds)
    {
        await using (server)
        {
            await server.StartAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(2));
            double idle = ProcessUsage.Of(server.Pid).ResidentBytes / 1e6;
            double loaded = idle;
            foreach (Face face in server.Faces)
            {
                foreach (Scenario scenario in Scenario.All)
                {
                    if (await MeasureAsync(server, face, scenario, round, seconds) is not { } sample) continue;
                    loaded = Math.Max(loaded, sample.Result.Server!.ResidentMegabytes);
                    Workshop.Say($"round {round} {face.Name} {scenario.Key}: {sample.PerSecond:#,0}/s");
                }
            }

            _standings.Add(
                new Standing(server.Name, round, server.StartMs, idle, loaded, server.ProgramBytes / 1e6));
        }
    }

    private async Task<Sample?> MeasureAsync(Server server, Face face, Scenario scenario, int round, double seconds)
    {
        try
        {
            LoadPlan plan = scenario.Shape(Workshop.Plan(seconds, face));
            if (scenario.RateOf is { } reference)
            {
                Sample? full = _samples.Find(
                    s => s.Face == face.Name && s.Scenario == reference && s.Round == round);
                if (full is null) return null;
                plan = plan with { RatePerSecond = full.PerSecond / 2 };
            }

            HostTime before = HostTime.Now();
            LoadResult result = await Workshop.LoadAsync(server, face, plan);
            Sample sample = new(face.Name, scenario.Key, round, result)
            {
                StolenPercent = HostTime.Now().StolenPercentSince(before),
            };
            if (sample.Result.Unanswered > 0)
            {
                long missing = sample.Result.Unanswered;
                Note($"round {round}, {face.Name}, {scenario.Key}: {missing} messages never confirmed");
            }

            _samples.Add(sample);
            return sample;
        }
        catch (Exception e) when (e is LoadException or Client.BrokerException)
        {
            Note($"round {round}, {face.Name}, {scenario.Key} failed: {e.Message}");
            return null;
        }
    }

    private static double Stolen(Sample sample) => sample.StolenPercent;

    private void Note(string text)
    {
        _notes.Add(text);
        Workshop.Say($"{text}");
    }
}
