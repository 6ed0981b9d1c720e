using System.Globalization;
using System.Text;
using Weir.Compare.Plots;

namespace Weir.Compare.Compare;

/// <summary>Medians of a comparison as Markdown, JSON and plots. Ratios are to Weir: above 1, Weir has more.</summary>
internal sealed class ComparisonReport(List<Sample> samples, List<Standing> standings, List<string> notes)
{
    private readonly string[] _faces = [.. samples.Select(static s => s.Face).Distinct()];

    public void Write(Workshop workshop)
    {
        string at = Path.Combine(workshop.Results, $"compare-{workshop.Date}");
        string text = Markdown();
        File.WriteAllText($"{at}.md", text);
        Workshop.WriteJson($"{at}.json", new { notes, standings, samples });
        Plot($"{at}-throughput.svg", "messages per second (median)", static s => s.PerSecond, static s => true);
        Plot($"{at}-cpu.svg", "broker CPU, µs a message", static s => s.CpuPerMessage, static s => true);
        Plot(
            $"{at}-p99.svg", "p99 end to end, ms", static s => (s.Latency?.P99 ?? double.NaN) / 1000,
            static s => s.Key.StartsWith("rate", default));
        Console.WriteLine(text);
    }

    private void Plot(string path, string title, Func<Sample, double> value, Func<Scenario, bool> isShown)
    {
        Scenario[] shown = [.. Scenario.All.Where(isShown)];
        File.WriteAllText(path, new BarChart(title, [.. shown.Select(static s => s.Title)], _faces)
            .Draw((scenario, face) => Middle(shown[scenario].Key, _faces[face], value)));
    }

    private double Middle(string scenario, string face, Func<Sample, double> value) =>
        Median.Of(samples.Where(s => s.Scenario == scenario && s.Face == face).Select(value));

    private string Markdown()
    {
        StringBuilder text = new();
        text.AppendLine("# Weir and its peers").AppendLine();
        text.AppendLine("- (1.50x): Weir over AMQP has 1.5 times what this peer has.");
        text.AppendLine("- The size of Weir is without the .NET runtime, that of RabbitMQ with Erlang's.");
        foreach (string note in notes) text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        Table(text, "Messages a second", "#,0", Scenario.All, static s => s.PerSecond);
        Table(text, "Broker CPU, µs a message", "0.00", Scenario.All, static s => s.CpuPerMessage);
        Scenario[] paced = [.. Scenario.All.Where(static s => s.Key.StartsWith("rate", default))];
        Table(text, "End to end p50, ms", "0.00", paced, static s => (s.Latency?.P50 ?? double.NaN) / 1000);
        Table(text, "End to end p99, ms", "0.00", paced, static s => (s.Latency?.P99 ?? double.NaN) / 1000);
        Table(text, "End to end p99.9, ms", "0.00", paced, static s => (s.Latency?.P999 ?? double.NaN) / 1000);
        text.AppendLine().AppendLine("## Start, memory, size").AppendLine();
        text.AppendLine("| | start, ms | idle, MB | most under load, MB | program, MB |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (IGrouping<string, Standing> server in standings.GroupBy(static s => s.Server))
        {
            double start = Median.Of(server.Select(static s => s.StartMs));
            double idle = Median.Of(server.Select(static s => s.IdleMegabytes));
            double loaded = Median.Of(server.Select(static s => s.LoadedMegabytes));
            double program = server.First().ProgramMegabytes;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {server.Key} | {start:0} | {idle:0} | {loaded:0} | {program:0} |");
        }

        return text.ToString();
    }

    private void Table(
        StringBuilder text, string title, string format, IReadOnlyList<Scenario> rows, Func<Sample, double> value)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        text.AppendLine($"| | {string.Join(" | ", _faces)} |");
        text.AppendLine("|---" + string.Concat(_faces.Select(_ => "|---")) + "|");
        foreach (Scenario row in rows)
        {
            double ours = Middle(row.Key, "weir-amqp", value);
            text.Append(CultureInfo.InvariantCulture, $"| {row.Title} |");
            foreach (string face in _faces) text.Append(Cell(Middle(row.Key, face, value), ours, face, format));
            text.AppendLine();
        }
    }

    private static string Cell(double value, double ours, string face, string format)
    {
        if (double.IsNaN(value)) return " - |";
        string number = value.ToString(format, CultureInfo.InvariantCulture);
        bool hasRatio = !face.StartsWith("weir", default) && value > 0 && !double.IsNaN(ours);
        return hasRatio
            ? string.Create(CultureInfo.InvariantCulture, $" {number} ({ours / value:0.00}x) |")
            : $" {number} |";
    }
}
