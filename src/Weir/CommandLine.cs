using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Commands;
using Weir.Commands.Api;
using Weir.Hosting.Configuration;

namespace Weir;

/// <summary>
/// The root of the command line: finds the command, runs it, and turns whatever goes wrong into one sentence on
/// standard error and an exit code.
/// </summary>
internal static class CommandLine
{
    // How long `serve` may take to stop cleanly after SIGINT or SIGTERM before the process goes anyway.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    public static Task<int> RunAsync(IReadOnlyList<string> args, CommandContext context) =>
        RunAsync(args, context, Needed(args, context));

    /// <summary>A broker that starts needs no other command: making them all is a good part of its start.</summary>
    private static IReadOnlyList<Command> Needed(IReadOnlyList<string> args, CommandContext context)
    {
        ServeCommand serve = new(context);
        return args is ["serve", ..] ? [serve] : All(context, serve);
    }

    /// <summary>Every command, with the serve that is given.</summary>
    public static IReadOnlyList<Command> All(CommandContext context, ServeCommand serve) =>
    [
        serve,
        new TopicCommand(context),
        new ProduceCommand(context),
        new ConsumeCommand(context),
        new GroupCommand(context),
        new QueueCommand(context),
        new ExchangeCommand(context),
        new MessageCommand(context),
        new PolicyCommand(context),
        new NamespaceCommand(context),
        new ConnectionCommand(context),
        new UserCommand(context),
        new AlarmCommand(context),
        DrainCommand.Create(context),
        new LogCommand(context),
        new BenchCommand(context),
        new VersionCommand(context),
    ];

    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, CommandContext context, params IReadOnlyList<Command> commands)
    {
        RootCommand root = new("Weir, a message broker that speaks the protocols your programs already use.");
        foreach (Command command in commands)
            root.Add(command);

        // Without a replacer, an argument that starts with @ is an argument and not the name of a file of arguments.
        ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
            return Refuse(context, $"{Complaint(result)}; see '{NameOf(result)} --help'", ExitCode.Usage);

        try
        {
            InvocationConfiguration invocation = new()
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopTimeout,
            };
            return await result.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConfigurationException or UsageException)
        {
            return Refuse(context, e.Message, ExitCode.Usage);
        }
        catch (OperationCanceledException)
        {
            return Refuse(context, "stopped before it was done", ExitCode.Failed);
        }
#pragma warning disable CA1031 // The last stop before the runtime would print a stack trace at the user.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Refuse(context, e.Message, ExitCode.Failed);
        }
    }

    private static int Refuse(CommandContext context, string message, int exitCode)
    {
        context.Error.WriteLine($"weir: {Sentence(message)}");
        return exitCode;
    }

    private static string Sentence(string message)
    {
        string line = message.ReplaceLineEndings(" ").Trim();
        return line.EndsWith('.') || line.EndsWith('?') ? line : line + ".";
    }

    // A word that fits nowhere is the cause of whatever else the parser missed.
    private static string Complaint(ParseResult result) =>
        result.UnmatchedTokens.Count > 0
            ? $"'{result.UnmatchedTokens[0]}' is no command or option here"
            : result.Errors[0].Message.TrimEnd('.');

    private static string NameOf(ParseResult result)
    {
        List<string> names = [];
        SymbolResult? at = result.CommandResult;
        for (; at is CommandResult { Command: not RootCommand } named; at = at.Parent)
            names.Insert(0, named.Command.Name);
        return string.Join(' ', names.Prepend("weir"));
    }
}
