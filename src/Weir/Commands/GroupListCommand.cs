using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary><c>weir group list</c>.</summary>
internal sealed class GroupListCommand : Command
{
    private readonly BrokerOptions _options;

    public GroupListCommand(CommandContext context)
        : base("list", "List the consumer groups.")
    {
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        ListGroupsResponse response = await connection.CallAsync(new ListGroupsRequest(), cancel);
        BrokerErrors.Check(response.ErrorCode, null, "the groups cannot be listed");
        _options.Output(result).WriteTable(
            ["group", "state", "type", "protocol"],
            response.Groups.OrderBy(static g => g.GroupId, StringComparer.Ordinal).Select(IReadOnlyList<object?> (g) =>
                [g.GroupId, NullIfEmpty(g.GroupState), NullIfEmpty(g.GroupType), g.ProtocolType]));
        return ExitCode.Done;
    }

    // Older versions of the answer do not carry them.
    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
