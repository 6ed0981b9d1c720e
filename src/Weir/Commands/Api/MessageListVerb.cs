using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Client;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary>
/// <c>weir message list</c>: a scan in bounded parts, until enough was found or the end that there was at the beginning
/// is reached. On a terminal it says how far it is.
/// </summary>
internal sealed class MessageListVerb
{
    private const long AtOnceMax = 1000;

    private readonly Argument<string> _name = new("QUEUE") { Description = "The name of the queue or topic." };
    private readonly Option<int> _partition = new("--partition") { HelpName = "N", Description = "Default: 0." };
    private readonly Option<string?> _from = MessageSelection.Text(
        "--from", "WHERE", "beginning (the default), an offset, a time (2026-01-31T12:00:00Z) or an age (-10m).");

    private readonly Option<long?> _last = new("--last")
    {
        HelpName = "N",
        Description = "Begin with the last N instead.",
    };

    private readonly Option<string?> _state =
        MessageSelection.Text("--state", "STATE", "Of a queue's: only ready, inFlight or settled ones.");

    private readonly Option<long> _max = new("--max", "-n")
    {
        HelpName = "N",
        Description = "Stop after N messages (default: 100).",
        DefaultValueFactory = _ => 100,
    };

    private readonly MessageSelection _selection = new();

    public Symbol[] Symbols => [_name, _from, _last, _max, _partition, _state, .. _selection.Options];

    public async Task RunAsync(ApiCall call)
    {
        long max = call.Get(_max);
        if (max < 1) throw new UsageException($"--max: {max} is not 1 or more");
        string query = Selected(call), from = Start(call);
        string path = ApiClient.Path("topics", call.Namespace, call.Get(_name), "messages");
        JsonArray found = [];
        long? end = null;
        long scanned = 0;
        for (bool isComplete = false; !isComplete && found.Count < max;)
        {
            long limit = Math.Min(AtOnceMax, max - found.Count);
            string until = end is { } last ? $"&until={last}" : "";
            JsonNode page = await call.GetAsync(string.Create(
                CultureInfo.InvariantCulture, $"{path}?limit={limit}{query}{from}{until}"));
            foreach (JsonNode? item in page["items"]!.AsArray()) found.Add(item!.DeepClone());
            end ??= (long)page["endOffset"]!;
            scanned += (long)page["scannedRecords"]!;
            from = string.Create(CultureInfo.InvariantCulture, $"&from={(long)page["nextOffset"]!}");
            isComplete = (bool)page["isComplete"]!;
            if (!isComplete && found.Count < max) Show(call.Context, scanned, found.Count);
        }

        if (call.Context.ErrorIsTerminal) call.Context.Error.Write("\r\u001b[K");
        call.Output.WriteNodes(
            found, "partition", "offset", JsonColumn.Time("timestampMs", "time"), "protocol", "exchange", "key",
            "state", "headers", "value");
    }

    private static void Show(CommandContext context, long scanned, int found)
    {
        if (!context.ErrorIsTerminal) return;
        context.Error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r\u001b[K{scanned:#,0} looked at, {found:#,0} found"));
    }

    private string Start(ApiCall call)
    {
        (string? from, long? last) = (call.Get(_from), call.Get(_last));
        if (from is not null && last is not null) throw new UsageException("give --from or --last, not both");
        if (last < 1) throw new UsageException($"--last: {last} is not 1 or more");
        if (last is { } count) return string.Create(CultureInfo.InvariantCulture, $"&last={count}");
        if (from is null) return "";
        OffsetTarget target = OffsetTarget.Parse(from, _from.Name, call.Context.Time);
        if (target == OffsetTarget.Beginning) return "";
        if (target == OffsetTarget.End) throw new UsageException("--from: nothing follows the end; give --last");
        return target.Offset is { } offset
            ? string.Create(CultureInfo.InvariantCulture, $"&from={offset}")
            : string.Create(CultureInfo.InvariantCulture, $"&fromTime={target.Timestamp}");
    }

    private string Selected(ApiCall call)
    {
        JsonObject selected = _selection.Json(call.Result);
        if (call.Get(_state) is { } state)
        {
            if (state is not ("ready" or "inFlight" or "settled"))
                throw new UsageException($"--state: '{state}' is not ready, inFlight or settled");
            selected["state"] = state;
        }

        string query = string.Create(CultureInfo.InvariantCulture, $"&partition={call.Get(_partition)}");
        return selected.Aggregate(query, static (q, p) => $"{q}&{p.Key}={Uri.EscapeDataString((string)p.Value!)}");
    }
}
