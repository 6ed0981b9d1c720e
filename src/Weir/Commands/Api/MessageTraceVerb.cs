using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Client;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary>
/// <c>weir message trace</c>: what happened to one message, or lately to those of a queue or topic. Says so when there
/// is nothing because nothing is noted.
/// </summary>
internal sealed class MessageTraceVerb
{
    private readonly Argument<string> _name = new("QUEUE") { Description = "The name of the queue or topic." };
    private readonly Argument<long?> _offset = new("OFFSET")
    {
        Description = "The message's offset; without it, the newest events of all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _partition = new("--partition") { HelpName = "N", Description = "Default: 0." };
    private readonly Option<int> _max = new("--max", "-n")
    {
        HelpName = "N",
        Description = "Without OFFSET: at most N events (default: 100).",
        DefaultValueFactory = _ => 100,
    };

    public Symbol[] Symbols => [_name, _offset, _partition, _max];

    public async Task RunAsync(ApiCall call)
    {
        string path = ApiClient.Path("topics", call.Namespace, call.Get(_name), "messages");
        JsonNode answer = await call.GetAsync(call.Result.GetValue(_offset) is { } offset
            ? string.Create(CultureInfo.InvariantCulture, $"{path}/{call.Get(_partition)}/{offset}/trace")
            : string.Create(CultureInfo.InvariantCulture, $"{path}/trace?limit={call.Get(_max)}"));
        if (!(bool)answer["isTraced"]!)
        {
            call.Context.Error.WriteLine(
                $"'{call.Get(_name)}' is not traced now: set x-trace or the policy key trace of a queue, or "
                + "trace.enabled of a topic.");
        }

        call.Output.WriteNodes(
            answer["events"]!.AsArray(), JsonColumn.Time("timeMs", "time"), "event", "topic", "partition", "offset",
            "client.protocol", "client.user", "client.clientId", "client.peer", "consumer", "group", "deliveries",
            "exchange", "routingKey", "routedTo", "reason", JsonColumn.Time("dueMs", "due"));
    }
}
