using System.CommandLine;
using System.Globalization;
using Weir.Client;
using Weir.Output;

namespace Weir.Commands.Api;

/// <summary><c>weir connection</c>: the clients of all protocols.</summary>
internal sealed class ConnectionCommand : Command
{
    private readonly Argument<long> _id = new("ID") { Description = "The connection's number." };
    private readonly Option<string?> _reason =
        MessageSelection.Text("--reason", "TEXT", "What an AMQP client is told.");

    public ConnectionCommand(CommandContext context)
        : base("connection", "List and close connections.")
    {
        Option<string?> filter =
            MessageSelection.Text("--filter", "TEXT", "Only those with this in their peer, client id or user.");
        Add(ApiVerb.Of(
            context, "list", "List connections with what they wait for.",
            call => call.WriteListAsync(
                "connections", call.Get(filter), "id", "protocol", "peer", "namespace", "user", "clientId", "state",
                "waitsFor", JsonColumn.Time("connectedMs", "since"), "channels", "published", "delivered"),
            true, filter));
        Add(ApiVerb.Of(context, "close", "Close a connection.", CloseAsync, false, _id, _reason));
    }

    private async Task CloseAsync(ApiCall call)
    {
        long id = call.Result.GetRequiredValue(_id);
        string query = call.Get(_reason) is { } reason ? $"?reason={Uri.EscapeDataString(reason)}" : "";
        string path = ApiClient.Path("connections", id.ToString(CultureInfo.InvariantCulture));
        await call.SendAsync(HttpMethod.Delete, path + query);
        call.Output.WriteFields(("id", id), ("closed", true));
    }
}
