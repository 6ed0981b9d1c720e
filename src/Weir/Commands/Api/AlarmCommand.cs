using System.CommandLine;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary><c>weir alarm</c>: what an operator should look at.</summary>
internal sealed class AlarmCommand : Command
{
    public AlarmCommand(CommandContext context)
        : base("alarm", "List alarms.") =>
        Add(ApiVerb.Of(context, "list", "List the alarms that are raised, each with what helps.", ListAsync, false));

    private static async Task ListAsync(ApiCall call) => call.Output.WriteNodes(
        (await call.GetAsync("alarms")).AsArray(), JsonColumn.Time("sinceMs", "since"), "kind", "namespace", "subject",
        "cause", "remedy");
}
