using System.Globalization;
using System.Text;
using Weir.Compare.Peers;
using Weir.Load;
using Weir.Load.Amqp;
using Weir.Load.Incident;

namespace Weir.Compare.Incident;

/// <summary>The incident of a flooded connection on Weir and on RabbitMQ, flat out and with a modest flood.</summary>
internal sealed class IncidentComparison(Workshop workshop, double backlog, double seconds)
{
    private const double OrdersPerSecond = 200;
    private const double ModestFloodPerSecond = 20_000;

    private readonly List<(string Broker, string Limit, IncidentResult Result)> _rows = [];

    public async Task RunAsync()
    {
        await workshop.PublishAsync();
        RabbitServer rabbit = new(Path.Combine(workshop.Scratch, "rabbitmq"), workshop.Port);
        foreach (Server server in new Server[] { workshop.Weir(), rabbit })
        {
            if (server.Missing is { } missing) Workshop.Say($"not compared: {server.Name}, because {missing}");
            else await MeasureAsync(server);
        }

        Write();
    }

    private async Task MeasureAsync(Server server)
    {
        await using (server)
        {
            await server.StartAsync(CancellationToken.None);
            foreach (double limit in new[] { 0, ModestFloodPerSecond })
            {
                Face face = server.Faces[0];
                LoadPlan plan = new()
                {
                    Target = face.Target,
                    Name = "incident",
                    RatePerSecond = OrdersPerSecond,
                    WarmUp = TimeSpan.FromSeconds(1),
                    Duration = TimeSpan.FromSeconds(seconds),
                };
                IncidentRun run = new(
                    new AmqpTarget(face.Target), plan, (long)backlog, limit, s => Workshop.Say($"{server.Name}: {s}"));
                foreach (IncidentResult result in await run.RunAsync(CancellationToken.None))
                    _rows.Add((server.Name, limit > 0 ? PerSecond(limit) : "flat out", result));
            }
        }
    }

    private void Write()
    {
        StringBuilder text = new();
        text.AppendLine("# Orders beside a flood").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"- {OrdersPerSecond} orders/s with confirms, persistent, 100 B");
        text.AppendLine(CultureInfo.InvariantCulture, $"- {backlog:#,0} messages in the flooded queue before");
        text.AppendLine(CultureInfo.InvariantCulture, $"- {Workshop.Machine()}").AppendLine();
        text.AppendLine("| broker | flood | flood limit | flood/s | p50 ms | p99 ms | max ms | never confirmed |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach ((string broker, string limit, IncidentResult r) in _rows)
        {
            LatencySummary? l = r.OrderLatencyUs;
            text.Append(CultureInfo.InvariantCulture, $"| {broker} | {r.Flood} | {limit} | {r.FloodPerSecond:#,0} ");
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {l?.P50 / 1000:0.00} | {l?.P99 / 1000:0.00} | {l?.Max / 1000:0.00} | {r.Unconfirmed} |");
        }

        string at = Path.Combine(workshop.Results, $"incident-{workshop.Date}");
        File.WriteAllText($"{at}.md", text.ToString());
        Workshop.WriteJson($"{at}.json", _rows.Select(static r => new { r.Broker, r.Limit, r.Result }));
        Console.WriteLine(text);
    }

    private static string PerSecond(double limit) => limit.ToString("#,0", CultureInfo.InvariantCulture) + "/s";
}
