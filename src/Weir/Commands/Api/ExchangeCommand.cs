using System.CommandLine;
using System.Text.Json.Nodes;
using Weir.Client;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary><c>weir exchange</c>: exchanges and what they are bound to.</summary>
internal sealed class ExchangeCommand : Command
{
    private readonly Argument<string> _name = new("EXCHANGE") { Description = "The exchange's name." };
    private readonly Argument<string> _destination = new("DESTINATION") { Description = "A queue's name." };
    private readonly Option<string> _type = new("--type")
    {
        HelpName = "TYPE",
        Description = "direct (the default), fanout, topic, headers or x-delayed-message.",
        DefaultValueFactory = _ => "direct",
    };

    private readonly Option<bool> _transient = new("--transient") { Description = "It ends with the process." };
    private readonly Option<bool> _autoDelete = new("--auto-delete") { Description = "It ends with its last binding." };
    private readonly Option<bool> _internal = new("--internal") { Description = "Clients may not publish to it." };
    private readonly Option<bool> _ifUnused = new("--if-unused") { Description = "Only when it has no bindings." };
    private readonly Option<bool> _toExchange = new("--exchange") { Description = "The destination is an exchange." };
    private readonly Option<string[]> _arguments =
        Pairs.Option("--argument", "As AMQP clients give them, such as alternate-exchange=spare");

    private readonly Option<string> _key = new("--key")
    {
        HelpName = "KEY",
        Description = "The routing key (default: empty).",
        DefaultValueFactory = _ => "",
    };

    public ExchangeCommand(CommandContext context)
        : base("exchange", "List, describe, create, delete, bind and unbind exchanges.")
    {
        Option<string?> filter = MessageSelection.Filter();
        Add(ApiVerb.Of(
            context, "list", "List exchanges.",
            call => call.WriteListAsync(
                "exchanges", call.Get(filter), "namespace", "name", "type", "bindings", "isDurable", "arguments",
                "policy"),
            true, filter));
        Add(ApiVerb.Of(context, "describe", "Show the bindings from an exchange.", DescribeAsync, true, _name));
        Add(ApiVerb.Of(
            context, "create", "Create an exchange; one that is there must be the same.", CreateAsync, true, _name,
            _type, _transient, _autoDelete, _internal, _arguments));
        Add(ApiVerb.Of(
            context, "delete", "Delete an exchange with its bindings.", DeleteAsync, true, _name, _ifUnused));
        Add(ApiVerb.Of(
            context, "bind", "Bind a queue or an exchange to an exchange.", BindAsync, true, _name, _destination, _key,
            _toExchange, _arguments));
        Add(ApiVerb.Of(
            context, "unbind", "Remove the binding of this key and these arguments.", UnbindAsync, true, _name,
            _destination, _key, _toExchange, _arguments));
    }

    private async Task DescribeAsync(ApiCall call) => call.Output.WriteNodes(
        (await call.GetAsync(call.PathOf("exchanges", call.Get(_name), "bindings"))).AsArray(),
        "source", "destinationKind", "destination", "routingKey", "arguments");

    private async Task CreateAsync(ApiCall call)
    {
        string name = call.Get(_name);
        JsonObject request = new()
        {
            ["type"] = call.Get(_type),
            ["durable"] = !call.Get(_transient),
            ["autoDelete"] = call.Get(_autoDelete),
            ["internal"] = call.Get(_internal),
            ["arguments"] = Pairs.Json(call.Result, _arguments),
        };
        await call.SendAsync(HttpMethod.Put, call.PathOf("exchanges", name), request);
        call.Output.WriteFields(("namespace", call.Namespace), ("name", name), ("type", call.Get(_type)));
    }

    private async Task DeleteAsync(ApiCall call)
    {
        string name = call.Get(_name);
        string query = call.Get(_ifUnused) ? "?ifUnused=true" : "";
        await call.SendAsync(HttpMethod.Delete, call.PathOf("exchanges", name) + query);
        call.Output.WriteFields(("name", name), ("deleted", true));
    }

    private async Task BindAsync(ApiCall call)
    {
        JsonObject request = new()
        {
            ["routingKey"] = call.Get(_key),
            ["arguments"] = Pairs.Json(call.Result, _arguments),
        };
        JsonNode? binding = await call.SendAsync(HttpMethod.Put, Between(call), request);
        Write(call, ("properties key", (string?)binding?["propertiesKey"]));
    }

    // The API names a binding by a key of its own, which the list of bindings has.
    private async Task UnbindAsync(ApiCall call)
    {
        string source = call.Get(_name), destination = call.Get(_destination);
        JsonObject arguments = Pairs.Json(call.Result, _arguments);
        JsonNode bindings = await call.GetAsync(call.PathOf("exchanges", source, "bindings"));
        JsonNode? binding = bindings.AsArray().FirstOrDefault(b =>
            (string?)b!["destination"] == destination && (string?)b["destinationKind"] == Kind(call)
            && (string?)b["routingKey"] == call.Get(_key) && JsonNode.DeepEquals(b["arguments"], arguments));
        if (binding is null)
        {
            throw new BrokerException(
                $"exchange '{source}' has no such binding to {Kind(call)} '{destination}'; "
                + "'weir exchange describe' shows those it has");
        }

        string key = Uri.EscapeDataString((string)binding["propertiesKey"]!);
        await call.SendAsync(HttpMethod.Delete, $"{Between(call)}/{key}");
        Write(call, ("deleted", true));
    }

    private void Write(ApiCall call, (string Name, object? Value) last) => call.Output.WriteFields(
        ("source", call.Get(_name)), (Kind(call), call.Get(_destination)), ("routing key", call.Get(_key)), last);

    private string Between(ApiCall call) =>
        call.PathOf("bindings", call.Get(_name), Kind(call), call.Get(_destination));

    private string Kind(ApiCall call) => call.Get(_toExchange) ? "exchange" : "queue";
}
