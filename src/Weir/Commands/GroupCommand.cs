using System.CommandLine;

namespace Weir.Commands;

/// <summary><c>weir group</c>: the consumer groups of a broker.</summary>
internal sealed class GroupCommand : Command
{
    public GroupCommand(CommandContext context)
        : base("group", "List, describe, reset and delete consumer groups.")
    {
        Add(new GroupListCommand(context));
        Add(new GroupDescribeCommand(context));
        Add(new GroupResetOffsetsCommand(context));
        Add(new GroupDeleteCommand(context));
    }

    public static Argument<string> NameArgument() => new("GROUP") { Description = "The group's id." };
}
