using System.CommandLine;
using System.Text.Json.Nodes;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary><c>weir queue</c>: queues, and the streams that are consumed as one.</summary>
internal sealed class QueueCommand : Command
{
    private static readonly JsonColumn[] Columns =
    [
        "namespace", "name", "kind", "ready", "inFlight", "consumers", "rates.publish", "rates.deliver",
        "rates.settle", "bytes", "oldestMessageAgeMs", "isPaused", "policy",
    ];

    private readonly Argument<string> _name = new("QUEUE") { Description = "The queue's name." };
    private readonly Option<bool> _transient = new("--transient") { Description = "It ends with the process." };
    private readonly Option<bool> _autoDelete = new("--auto-delete")
    {
        Description = "It ends with its last consumer.",
    };


    private readonly Option<string[]> _arguments =
        Pairs.Option("--argument", "As AMQP clients give them, such as x-message-ttl=60000");

    private readonly Option<bool> _ifUnused = new("--if-unused") { Description = "Only when it has no consumers." };
    private readonly Option<bool> _ifEmpty = new("--if-empty") { Description = "Only when it has no messages." };
    private readonly Option<string?> _target = new("--target")
    {
        HelpName = "QUEUE",
        Description = "Where to (default: for each message, the queue that it first died in).",
    };

    private readonly Option<int?> _max = new("--max", "-n") { HelpName = "N", Description = "Move no more than N." };
    private readonly MessageSelection _selection = new();
    private readonly Confirmation _confirmation;

    public QueueCommand(CommandContext context)
        : base("queue", "List, describe, create, delete, purge, pause, resume and redrive queues.")
    {
        Option<string?> filter = MessageSelection.Filter();
        _confirmation = new Confirmation(context);
        Add(ApiVerb.Of(
            context, "list", "List queues with their depths and rates.",
            call => call.WriteListAsync("queues", call.Get(filter), Columns), true, filter));
        Add(ApiVerb.Of(
            context, "describe", "Show one queue with its limits, consumers and bindings.", DescribeAsync, true,
            _name));
        Add(ApiVerb.Of(
            context, "create", "Create a queue; one that is there must be the same.", CreateAsync, true, _name,
            _transient, _autoDelete, _arguments));
        Add(ApiVerb.Of(
            context, "delete", "Delete a queue with its messages.", DeleteAsync, true, _name, _ifUnused, _ifEmpty,
            _confirmation.Option));
        Add(ApiVerb.Of(
            context, "purge", "Settle every message that is ready.", PurgeAsync, true, _name, _confirmation.Option));
        Add(ApiVerb.Of(
            context, "pause", "Hand nothing out until it is resumed or the broker restarts.",
            call => SwitchAsync(call, "pause"), true, _name));
        Add(ApiVerb.Of(
            context, "resume", "Hand messages out again.", call => SwitchAsync(call, "resume"), true, _name));
        Add(ApiVerb.Of(
            context, "redrive", "Move dead letters back to where they died, or to another queue.", RedriveAsync, true,
            [_name, _target, _max, .. _selection.Options]));
    }

    private async Task DescribeAsync(ApiCall call)
    {
        JsonNode detail = await call.GetAsync(call.PathOf("queues", call.Get(_name)));
        if (call.Output.IsJson)
        {
            call.Output.WriteNode(detail);
            return;
        }

        JsonNode? queue = detail["queue"];
        call.Output.WriteReport(
            [.. Columns.Select(c => (c.Heading, c.Of(queue))), ("arguments", ((JsonColumn)"arguments").Of(detail))],
            JsonColumn.Section(
                "consumers", "consumer", detail["consumers"], "tag", "connection", "peer", "prefetch", "unsettled",
                "priority"),
            JsonColumn.Section("bindings", "binding", detail["bindings"], "source", "routingKey", "arguments"));
    }

    private async Task CreateAsync(ApiCall call)
    {
        string name = call.Get(_name);
        JsonObject request = new()
        {
            ["durable"] = !call.Get(_transient),
            ["autoDelete"] = call.Get(_autoDelete),
            ["arguments"] = Pairs.Json(call.Result, _arguments),
        };
        await call.SendAsync(HttpMethod.Put, call.PathOf("queues", name), request);
        call.Output.WriteFields(("namespace", call.Namespace), ("name", name));
    }

    private async Task DeleteAsync(ApiCall call)
    {
        string name = call.Get(_name), path = call.PathOf("queues", name);
        if (!await call.ConfirmAsync(
            _confirmation, $"deleting queue '{name}'", $"Delete queue '{name}' with its messages?"))
            return;
        string query = $"?ifUnused={Word(call.Get(_ifUnused))}&ifEmpty={Word(call.Get(_ifEmpty))}";
        await call.SendAsync(HttpMethod.Delete, path + query);
        call.Output.WriteFields(("name", name), ("deleted", true));
    }

    private async Task PurgeAsync(ApiCall call)
    {
        string name = call.Get(_name);
        if (!await call.ConfirmAsync(
            _confirmation, $"purging queue '{name}'", $"Delete all messages of queue '{name}' that are ready?"))
            return;
        JsonNode? answer = await call.PostAsync(call.PathOf("queues", name, "purge"));
        call.Output.WriteFields(("name", name), ("purged", (long?)answer?["purged"]));
    }

    private async Task SwitchAsync(ApiCall call, string verb)
    {
        string name = call.Get(_name);
        await call.PostAsync(call.PathOf("queues", name, verb));
        call.Output.WriteFields(("name", name), ("paused", verb == "pause"));
    }

    // The broker looks at a bounded part of the queue at a time and says how far it came.
    private async Task RedriveAsync(ApiCall call)
    {
        const int MovedAtOnceMax = 1000;
        string name = call.Get(_name);
        long left = call.Get(_max) ?? long.MaxValue;
        if (left < 1) throw new UsageException($"--max: {left} is not 1 or more");
        JsonObject request = _selection.Json(call.Result);
        if (call.Get(_target) is { } target) request["target"] = target;
        long moved = 0, skipped = 0;
        for (bool isComplete = false; !isComplete && moved < left;)
        {
            request["limit"] = Math.Min(left - moved, MovedAtOnceMax);
            JsonNode answer = (await call.PostAsync(call.PathOf("queues", name, "redrive"), request))!;
            moved += (long)answer["moved"]!;
            skipped += (long)answer["skipped"]!;
            request["from"] = (long)answer["nextOffset"]!;
            isComplete = (bool)answer["isComplete"]!;
        }

        call.Output.WriteFields(("name", name), ("moved", moved), ("skipped", skipped));
    }

    private static string Word(bool value) => value ? "true" : "false";
}
