using System.Globalization;
using System.Text;
using Weir.Compare.Peers;
using Weir.Compare.Plots;
using Weir.Load;
using Weir.Load.Amqp;

namespace Weir.Compare.Scale;

/// <summary>
/// Messages a second and p99 over something that grows, each point on a fresh broker and within a time budget. A curve
/// ends early, with the reason, where a point fails or would not fit on the disk.
/// </summary>
internal sealed class Scaling(
    Workshop workshop, double secondsPerPoint, double fillSecondsMax, string only, double most)
{
    // A waiting message of 100 bytes is written to the journal and to a segment; this much disk stays free beside it.
    private const double DiskBytesPerWaiting = 600;
    private const double DiskBytesFree = 5e9;
    private const int BindingQueues = 10;

    private readonly List<ScalePoint> _points = [];
    private readonly List<string> _notes = [];

    public async Task RunAsync()
    {
        await workshop.PublishAsync();
        string[] wanted = only.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.FirstOrDefault(static w => Curve.All.All(c => c.Key != w)) is { } unknown)
            throw new ArgumentException($"--only: there is no curve '{unknown}'");
        foreach (Curve curve in Curve.All.Where(c => wanted.Length == 0 || wanted.Contains(c.Key)))
        {
            foreach (double at in curve.Points.Where(at => at <= most))
            {
                if (!await PointAsync(curve, at)) break;
            }

            Plot(curve);
        }

        Write();
    }

    private async Task<bool> PointAsync(Curve curve, double at)
    {
        double free = new DriveInfo(workshop.Scratch).AvailableFreeSpace;
        if (curve.Backlog(at) * DiskBytesPerWaiting > free - DiskBytesFree)
        {
            Note($"{curve.Key} ends before {Svg.Short(at)}: {free / 1e9:0} GB of disk are free");
            return false;
        }

        WeirServer server = workshop.Weir();
        await using (server)
        {
            try
            {
                await server.StartAsync(CancellationToken.None);
                Face face = server.Faces.First(f => f.Name.EndsWith(curve.Face, default));
                LoadPlan plan = curve.Shape(Workshop.Plan(secondsPerPoint, face), at);
                if (curve.Backlog(at) > 0 && !await FillAsync(face, plan, curve.Backlog(at), at)) return false;
                if (curve.Bindings(at) > 0) Bind(face, curve.Bindings(at));
                LoadResult result = await Workshop.LoadAsync(server, face, plan);
                _points.Add(new ScalePoint(curve.Key, at, result));
                double rate = (result.Consumed ?? result.Published)!.PerSecond;
                Workshop.Say($"{curve.Key} {Svg.Short(at)}: {rate:#,0}/s");
                return true;
            }
            catch (Exception e) when (e is LoadException or Client.BrokerException)
            {
                Note($"{curve.Key} ends at {Svg.Short(at)}: {e.Message}");
                return false;
            }
        }
    }

    private async Task<bool> FillAsync(Face face, LoadPlan plan, long backlog, double at)
    {
        LoadPlan fill = plan with
        {
            Producers = 4,
            Consumers = 0,
            MessagesPerProducer = backlog / 4,
            WarmUp = TimeSpan.Zero,
            Duration = TimeSpan.FromSeconds(fillSecondsMax),
            Keep = true,
        };
        LoadResult filled = await new LoadRun(fill, face.Protocol()).RunAsync(CancellationToken.None);
        if (filled.Seconds < fillSecondsMax) return true;
        Note($"backlog ends before {Svg.Short(at)}: filling took more than {fillSecondsMax} s");
        return false;
    }

    // Ten queues share the bindings of a topic exchange that every broker has.
    private static void Bind(Face face, int bindings)
    {
        using AmqpLink link = new(new AmqpTarget(face.Target));
        for (int i = 0; i < BindingQueues; i++) link.DeclareQueue($"bound.{i}");
        for (int i = 0; i < bindings; i++) link.BindQueue($"bound.{i % BindingQueues}", "amq.topic", $"a.{i}.*.#");
    }

    private void Plot(Curve curve)
    {
        ScalePoint[] points = [.. _points.Where(p => p.Curve == curve.Key)];
        if (points.Length == 0) return;
        LineChart chart = new($"Weir: {curve.Key}", curve.Grows, "messages/s, and p99 in µs");
        chart.Add("published/s", points.Select(static p => (p.At, p.Result.Published?.PerSecond ?? 0)));
        chart.Add("consumed/s", points.Select(static p => (p.At, p.Result.Consumed?.PerSecond ?? 0)));
        chart.Add("confirm p99, µs", points.Select(static p => (p.At, p.Result.ConfirmLatencyUs?.P99 ?? 0)));
        chart.Add("end to end p99, µs", points.Select(static p => (p.At, p.Result.EndToEndLatencyUs?.P99 ?? 0)));
        File.WriteAllText(Path.Combine(workshop.Results, $"scale-{workshop.Date}-{curve.Key}.svg"), chart.Draw());
    }

    private void Write()
    {
        StringBuilder text = new();
        text.AppendLine("# How Weir scales").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"- {secondsPerPoint} s a point; {Workshop.Machine()}");
        foreach (string note in _notes) text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        foreach (Curve curve in Curve.All.Where(c => _points.Exists(p => p.Curve == c.Key)))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {curve.Grows}").AppendLine();
            text.AppendLine("| | published/s | consumed/s | confirm p99 ms | end to end p99 ms | CPU µs | memory MB |");
            text.AppendLine("|---|---|---|---|---|---|---|");
            foreach (ScalePoint point in _points.Where(p => p.Curve == curve.Key)) Row(text, point);
        }

        string at = Path.Combine(workshop.Results, $"scale-{workshop.Date}");
        File.WriteAllText($"{at}.md", text.ToString());
        Workshop.WriteJson($"{at}.json", new { notes = _notes, points = _points });
        Console.WriteLine(text);
    }

    private static void Row(StringBuilder text, ScalePoint point)
    {
        LoadResult r = point.Result;
        text.Append(CultureInfo.InvariantCulture, $"| {point.At:#,0} | {r.Published?.PerSecond:#,0} ");
        text.Append(CultureInfo.InvariantCulture, $"| {r.Consumed?.PerSecond:#,0} ");
        text.Append(CultureInfo.InvariantCulture, $"| {r.ConfirmLatencyUs?.P99 / 1000:0.00} ");
        text.Append(CultureInfo.InvariantCulture, $"| {r.EndToEndLatencyUs?.P99 / 1000:0.00} ");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {r.Server!.CpuMicrosecondsPerMessage:0.00} | {r.Server.ResidentMegabytes:0} |");
    }

    private void Note(FormattableString text)
    {
        _notes.Add(text.ToString(CultureInfo.InvariantCulture));
        Workshop.Say(text);
    }
}
