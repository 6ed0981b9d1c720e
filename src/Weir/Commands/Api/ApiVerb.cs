using System.CommandLine;
using Weir.Client;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary>
/// A command that works over the HTTP API. What all of them take is added here: which broker, how long to wait, JSON,
/// and the namespace where there is one.
/// </summary>
internal static class ApiVerb
{
    /// <param name="context">The process around it.</param>
    /// <param name="name">The verb.</param>
    /// <param name="description">For <c>--help</c>.</param>
    /// <param name="run">Does the work.</param>
    /// <param name="hasNamespace">Whether it concerns something in a namespace.</param>
    /// <param name="symbols">Its own arguments and options, in the order of the help.</param>
    public static Command Of(
        CommandContext context, string name, string description, Func<ApiCall, Task> run, bool hasNamespace,
        params ReadOnlySpan<Symbol> symbols)
    {
        Command verb = new(name, description);
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument) verb.Add(argument);
            else verb.Add((Option)symbol);
        }

        Option<string?> ns = new("--namespace")
        {
            HelpName = "NAMESPACE",
            Description = "The namespace, AMQP's virtual host (default: /; for lists, all).",
        };
        EndpointOption http = new("--http", "The HTTP listener", "WEIR_HTTP", "127.0.0.1:15672");
        TimeoutOption timeout = new();
        Option<bool> json = JsonOption.Create();
        if (hasNamespace) verb.Add(ns);
        LoginOptions login = new(verb);
        verb.Add(http);
        verb.Add(timeout);
        verb.Add(json);
        verb.SetAction(async (result, cancel) =>
        {
            using ApiClient client = new(http.Of(result, context), timeout.Of(result), login.Of(result, context));
            ApiCall call = new(result, context, client, cancel)
            {
                NamespaceOrAll = hasNamespace ? result.GetValue(ns) : null,
                Output = CommandOutput.For(context, result.GetValue(json)),
            };
            await run(call);
            return call.ExitCode;
        });
        return verb;
    }
}
