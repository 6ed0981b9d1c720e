using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Load;
using Weir.Load.Amqp;
using Weir.Load.Incident;
using Weir.Output;

namespace Weir.Commands;

/// <summary>
/// <c>weir bench incident</c>: does a flood into a queue that nobody consumes slow down orders with confirms, when both
/// go through one AMQP connection?
/// </summary>
internal sealed class BenchIncidentCommand : Command
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    private readonly CommandContext _context;
    private readonly Option<string> _url = new("--url")
    {
        HelpName = "URL",
        Description = "AMQP's listener and login.",
        DefaultValueFactory = _ => "amqp://guest:guest@127.0.0.1:5672/%2F",
    };

    private readonly Option<string?> _queueType = new("--queue-type")
    {
        HelpName = "TYPE",
        Description = "x-queue-type of the queues (default: the broker's).",
    };

    private readonly Option<int> _orders = Number("--orders", 200, "Orders a second");
    private readonly Option<int> _backlog = Number("--backlog", 1_000_000, "Messages in the flooded queue before");
    private readonly Option<int> _floodRate = Number("--flood-rate", 0, "The flood's messages a second; 0 is flat out");
    private readonly Option<int> _size = Number("--size", 100, "Bytes of a message");
    private readonly Option<int> _duration = Number("--duration", 10, "Seconds of each of the three parts");
    private readonly Option<bool> _json = JsonOption.Create();

    public BenchIncidentCommand(CommandContext context)
        : base("incident", "Measure orders with confirms beside a flood on the same connection (AMQP).")
    {
        _context = context;
        foreach (Option option in new Option[]
            { _url, _queueType, _orders, _backlog, _floodRate, _size, _duration, _json })
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string url = result.GetRequiredValue(_url);
        if (!AmqpTarget.TryParse(url, out AmqpTarget target))
            throw new UsageException($"--url: '{url}' is not amqp://USER:PASSWORD@HOST:PORT/VHOST");
        LoadPlan plan = new()
        {
            Target = target.Endpoint,
            Name = "incident",
            RatePerSecond = AtLeast(1, _orders, result),
            SizeBytes = AtLeast(LoadConsumer.StampBytes, _size, result),
            WarmUp = TimeSpan.FromSeconds(1),
            Duration = TimeSpan.FromSeconds(AtLeast(1, _duration, result)),
        };
        IncidentRun run = new(
            target with { QueueType = result.GetValue(_queueType) }, plan, AtLeast(0, _backlog, result),
            AtLeast(0, _floodRate, result), Say);
        IReadOnlyList<IncidentResult> results = await run.RunAsync(cancel);
        if (result.GetValue(_json)) _context.Out.WriteLine(JsonSerializer.Serialize(results, JsonOptions));
        else Write(results);
        return ExitCode.Done;
    }

    private void Write(IReadOnlyList<IncidentResult> results) => CommandOutput.For(_context, json: false).WriteTable(
        ["flood", "flood, messages/s", "orders' confirm p50, ms", "p99", "max", "never confirmed"],
        results.Select(static r => (IReadOnlyList<object?>)
        [
            r.Flood, r.FloodPerSecond, Milliseconds(r.OrderLatencyUs?.P50), Milliseconds(r.OrderLatencyUs?.P99),
            Milliseconds(r.OrderLatencyUs?.Max), r.Unconfirmed,
        ]));

    private void Say(string text)
    {
        if (_context.ErrorIsTerminal) _context.Error.WriteLine(text);
    }

    private static string Milliseconds(double? microseconds) =>
        microseconds is { } known ? (known / 1000).ToString("0.000", CultureInfo.InvariantCulture) : "-";

    private static int AtLeast(int least, Option<int> option, ParseResult result)
    {
        int value = result.GetValue(option);
        return value >= least ? value : throw new UsageException($"{option.Name}: {value} is below {least}");
    }

    private static Option<int> Number(string name, int standard, string description) => new(name)
    {
        HelpName = "N",
        Description = $"{description} (default: {standard.ToString(CultureInfo.InvariantCulture)}).",
        DefaultValueFactory = _ => standard,
    };
}
