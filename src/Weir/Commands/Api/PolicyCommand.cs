using System.CommandLine;
using System.Text.Json.Nodes;

namespace Weir.Commands.Api;

/// <summary><c>weir policy</c>: rules for queues and exchanges by name, and the operators' own.</summary>
internal sealed class PolicyCommand : Command
{
    private readonly Argument<string> _name = new("POLICY") { Description = "The policy's name." };
    private readonly Option<bool> _operator = new("--operator")
    {
        Description = "The operators' policies, which only lower limits.",
    };

    private readonly Option<string> _pattern = new("--pattern")
    {
        HelpName = "REGEX",
        Description = "Names that it applies to.",
        Required = true,
    };

    private readonly Option<string[]> _definition =
        Pairs.Option("--set", "What it sets, such as message-ttl=60000 (docs/exchanges.md)");

    private readonly Option<int> _priority = new("--priority")
    {
        HelpName = "N",
        Description = "Of policies that match, the one of highest priority applies (default: 0).",
    };

    private readonly Option<string> _appliesTo = new("--apply-to")
    {
        HelpName = "WHAT",
        Description = "queues, exchanges or all (the default).",
        DefaultValueFactory = _ => "all",
    };

    public PolicyCommand(CommandContext context)
        : base("policy", "List, set and delete policies.")
    {
        Option<string?> filter = MessageSelection.Filter();
        Add(ApiVerb.Of(
            context, "list", "List policies.",
            call => call.WriteListAsync(
                Kind(call), call.Get(filter), "namespace", "name", "pattern", "appliesTo", "priority", "definition"),
            true, filter, _operator));
        Add(ApiVerb.Of(
            context, "set", "Make a policy, or replace the one of its name.", SetAsync, true, _name, _pattern,
            _definition, _priority, _appliesTo, _operator));
        Add(ApiVerb.Of(context, "delete", "Delete a policy.", DeleteAsync, true, _name, _operator));
    }

    private async Task SetAsync(ApiCall call)
    {
        JsonObject definition = Pairs.Json(call.Result, _definition);
        if (definition.Count == 0) throw new UsageException("a policy sets something; give --set KEY=VALUE");
        JsonObject request = new()
        {
            ["pattern"] = call.Get(_pattern),
            ["definition"] = definition,
            ["priority"] = call.Get(_priority),
            ["appliesTo"] = call.Get(_appliesTo),
        };
        await call.SendAsync(HttpMethod.Put, call.PathOf(Kind(call), call.Get(_name)), request);
        call.Output.WriteFields(("namespace", call.Namespace), ("name", call.Get(_name)));
    }

    private async Task DeleteAsync(ApiCall call)
    {
        await call.SendAsync(HttpMethod.Delete, call.PathOf(Kind(call), call.Get(_name)));
        call.Output.WriteFields(("name", call.Get(_name)), ("deleted", true));
    }

    private string Kind(ApiCall call) => call.Get(_operator) ? "operator-policies" : "policies";
}
