using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary><c>weir group delete</c>: forgets a group and what it has committed.</summary>
internal sealed class GroupDeleteCommand : Command
{
    private readonly Argument<string> _name = GroupCommand.NameArgument();
    private readonly BrokerOptions _options;

    public GroupDeleteCommand(CommandContext context)
        : base("delete", "Delete a group and its committed offsets; refused while the group has members.")
    {
        Add(_name);
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        DeleteGroupsResponse response =
            await connection.CallAsync(new DeleteGroupsRequest { GroupsNames = [name] }, cancel);
        BrokerErrors.CheckGroup(response.Results[0].ErrorCode, null, name);
        _options.Output(result).WriteFields(("group", name), ("deleted", true));
        return ExitCode.Done;
    }
}
