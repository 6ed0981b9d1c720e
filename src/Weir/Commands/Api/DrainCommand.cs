using System.CommandLine;
using System.Text.Json.Nodes;

namespace Weir.Commands.Api;

/// <summary><c>weir drain</c>: makes clients leave before maintenance, or lets them in again.</summary>
internal static class DrainCommand
{
    public static Command Create(CommandContext context)
    {
        Option<bool> end = new("--end") { Description = "Let connections in again." };
        Option<string?> reason = MessageSelection.Text("--reason", "TEXT", "What AMQP clients are told.");
        Option<bool> keep = new("--keep")
        {
            Description = "Only turn new connections away; those there are go on.",
        };
        return ApiVerb.Of(
            context, "drain", "Turn new connections away and close those there are, before maintenance.",
            async call =>
            {
                if (call.Get(end) && call.Get(reason) is not null)
                    throw new UsageException("--reason: nobody is told a reason with --end");
                if (call.Get(keep) && (call.Get(end) || call.Get(reason) is not null))
                    throw new UsageException("--keep: it goes without --end and --reason");
                JsonObject request = new() { ["reason"] = call.Get(reason), ["keepsConnections"] = call.Get(keep) };
                if (call.Get(end)) await call.SendAsync(HttpMethod.Delete, "drain");
                else await call.PostAsync("drain", request);
                call.Output.WriteFields(("draining", !call.Get(end)));
            },
            false, end, reason, keep);
    }
}
