using Weir.Commands;
using Weir.Hosting.Configuration;

namespace Weir.Tests;

/// <summary>One run of the command line in this process, without a terminal: what it returned and wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error, WeirOptions? Served)
{
    /// <summary>Runs the command line with a serve that notes its options and returns, or fails as told.</summary>
    public static async Task<CommandRun> OfAsync(
        string[] args, Dictionary<string, string>? environment = null, Exception? serveFails = null)
    {
        using StringWriter written = new();
        using StringWriter errors = new();
        CommandContext context = new(written, errors, IsTerminal: false, environment ?? []);
        WeirOptions? served = null;
        ServeCommand serve = new(context, (options, _) =>
        {
            served = options;
            return serveFails is null ? Task.FromResult(0) : Task.FromException<int>(serveFails);
        });

        int exitCode = await CommandLine.RunAsync(args, context, serve, new VersionCommand(context));
        return new CommandRun(exitCode, written.ToString(), errors.ToString(), served);
    }
}
