using System.CommandLine;
using Weir.Client;

namespace Weir.Commands.Api;

/// <summary><c>weir namespace</c>: namespaces, which AMQP calls virtual hosts.</summary>
internal sealed class NamespaceCommand : Command
{
    private readonly Argument<string> _name = new("NAMESPACE") { Description = "The namespace's name." };
    private readonly Confirmation _confirmation;

    public NamespaceCommand(CommandContext context)
        : base("namespace", "List, create and delete namespaces.")
    {
        _confirmation = new Confirmation(context);
        Add(ApiVerb.Of(context, "list", "List namespaces with what is in them.", ListAsync, false));
        Add(ApiVerb.Of(context, "create", "Create a namespace; one that is there stays.", CreateAsync, false, _name));
        Add(ApiVerb.Of(
            context, "delete", "Delete a namespace with everything in it.", DeleteAsync, false, _name,
            _confirmation.Option));
    }

    private static async Task ListAsync(ApiCall call) => call.Output.WriteNodes(
        (await call.GetAsync("namespaces")).AsArray(), "name", "topics", "queues", "ready", "inFlight",
        "rates.publish", "rates.deliver", "rates.settle");

    private async Task CreateAsync(ApiCall call)
    {
        string name = call.Get(_name);
        await call.SendAsync(HttpMethod.Put, ApiClient.Path("namespaces", name));
        call.Output.WriteFields(("name", name));
    }

    private async Task DeleteAsync(ApiCall call)
    {
        string name = call.Get(_name);
        if (!await call.ConfirmAsync(
            _confirmation, $"deleting namespace '{name}'", $"Delete namespace '{name}' and everything in it?"))
            return;
        await call.SendAsync(HttpMethod.Delete, ApiClient.Path("namespaces", name));
        call.Output.WriteFields(("name", name), ("deleted", true));
    }
}
