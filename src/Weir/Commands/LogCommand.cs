using System.CommandLine;

namespace Weir.Commands;

/// <summary><c>weir log</c>: the files of a data directory.</summary>
internal sealed class LogCommand : Command
{
    public LogCommand(CommandContext context)
        : base("log", "Look into the files of a data directory.")
    {
        Add(new LogInspectCommand(context));
        Add(new LogVerifyCommand(context));
        Add(new LogRepairCommand(context));
    }
}
