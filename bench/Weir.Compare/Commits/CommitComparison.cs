using System.Diagnostics;
using System.Globalization;
using Weir.Compare.Compare;
using Weir.Compare.Peers;
using Weir.Load;

namespace Weir.Compare.Commits;

/// <summary>
/// Two commits in one run: both are built from worktrees of their own and get the same loads in turn, by rounds. It
/// says what got slower by more than the rounds of one commit differ among themselves.
/// </summary>
internal sealed class CommitComparison(Workshop workshop, string before, string after, int rounds, double seconds)
{
    // Less than this is not worth a sentence, however quiet the machine was.
    private const double SlowerLeast = 0.05;

    private readonly List<Sample> _samples = [];

    /// <summary>True when nothing got slower.</summary>
    public async Task<bool> RunAsync()
    {
        string first = await BuildAsync("before", before);
        string second = await BuildAsync("after", after);
        for (int round = 1; round <= rounds; round++)
        {
            await TurnAsync(workshop.Weir("before", first), round);
            await TurnAsync(workshop.Weir("after", second), round);
        }

        return Report();
    }

    private async Task<string> BuildAsync(string name, string commit)
    {
        string tree = Path.Combine(workshop.Scratch, $"tree-{name}");
        string program = Path.Combine(workshop.Scratch, $"program-{name}");
        await GitAsync("worktree", "add", "--detach", tree, commit);
        try
        {
            await Workshop.PublishAsync(tree, program);
        }
        finally
        {
            await GitAsync("worktree", "remove", "--force", tree);
        }

        return program;
    }

    private async Task GitAsync(params string[] words)
    {
        using Process git = Process.Start("git", ["-C", workshop.Root, .. words]);
        await git.WaitForExitAsync();
        if (git.ExitCode != 0) throw new LoadException($"git {string.Join(' ', words)} failed");
    }

    private async Task TurnAsync(Server server, int round)
    {
        await using (server)
        {
            await server.StartAsync(CancellationToken.None);
            foreach (Face face in server.Faces)
            {
                foreach (Scenario scenario in Scenario.All.Where(static s => s.RateOf is null))
                {
                    LoadPlan plan = scenario.Shape(Workshop.Plan(seconds, face));
                    LoadResult result = await Workshop.LoadAsync(server, face, plan);
                    _samples.Add(new Sample(face.Name, scenario.Key, round, result));
                    Workshop.Say($"round {round} {face.Name} {scenario.Key}: {_samples[^1].PerSecond:#,0}/s");
                }
            }
        }
    }

    private bool Report()
    {
        List<string> slower = [];
        Console.WriteLine($"| | {before} | {after} | change | rounds differ by |\n|---|---|---|---|---|");
        foreach (string face in new[] { "amqp", "kafka" })
        {
            foreach (Scenario scenario in Scenario.All.Where(static s => s.RateOf is null))
            {
                bool isPaced = scenario.Key.StartsWith("rate", default);
                if (!isPaced) Line(face, scenario, "messages/s", static s => s.PerSecond, moreIsBetter: true, slower);
                Line(face, scenario, "CPU µs", static s => s.CpuPerMessage, moreIsBetter: false, slower);
                if (isPaced) Line(face, scenario, "p50 ms", static s => s.Latency!.P50 / 1000, false, slower);
            }
        }

        string path = Path.Combine(workshop.Results, $"commits-{workshop.Date}.json");
        Workshop.WriteJson(path, new { before, after, samples = _samples });
        foreach (string line in slower) Console.WriteLine($"slower: {line}");
        if (slower.Count == 0) Console.WriteLine("nothing got slower");
        return slower.Count == 0;
    }

    private void Line(
        string face, Scenario scenario, string what, Func<Sample, double> value, bool moreIsBetter, List<string> slower)
    {
        double[] first = Values($"before-{face}", scenario, value);
        double[] second = Values($"after-{face}", scenario, value);
        double change = Median.Of(second) / Median.Of(first) - 1;
        double spread = Math.Max(Spread(first), Spread(second));
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"| {face}, {scenario.Title}, {what} | {Median.Of(first):#,0.##} | {Median.Of(second):#,0.##} "
            + $"| {change:+0.0%;-0.0%} | {spread:0.0%} |");
        Console.WriteLine(text);
        double worse = moreIsBetter ? -change : change;
        if (worse > Math.Max(SlowerLeast, spread)) slower.Add(text.Trim('|', ' '));
    }

    private double[] Values(string face, Scenario scenario, Func<Sample, double> value) =>
        [.. _samples.Where(s => s.Face == face && s.Scenario == scenario.Key).Select(value)];

    // Half of the way from the least to the most, in parts of the median.
    private static double Spread(double[] values) => (values.Max() - values.Min()) / 2 / Median.Of(values);
}
