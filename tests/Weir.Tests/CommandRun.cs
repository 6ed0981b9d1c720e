using System.Text;
using Weir.Commands;
using Weir.Hosting.Configuration;

namespace Weir.Tests;

/// <summary>One run of the command line in this process, without a terminal: what it returned and wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error, WeirOptions? Served)
{
    /// <summary>What was written to standard output as bytes.</summary>
    public byte[] OutBytes { get; private init; } = [];

    /// <summary>Runs the command line with a serve that notes its options and returns, or fails as told.</summary>
    public static async Task<CommandRun> OfAsync(
        string[] args,
        Dictionary<string, string>? environment = null,
        Exception? serveFails = null,
        Stream? input = null,
        Func<CommandContext, CommandContext>? terminal = null)
    {
        using StringWriter written = new() { NewLine = "\n" };
        using StringWriter errors = new();
        using MemoryStream bytes = new();
        CommandContext context = new(written, errors, IsTerminal: false, environment ?? [])
        {
            Input = input ?? Stream.Null,
            OutBytes = bytes,
        };
        context = terminal?.Invoke(context) ?? context;
        WeirOptions? served = null;
        ServeCommand serve = new(context, (options, _) =>
        {
            served = options;
            return serveFails is null ? Task.FromResult(0) : Task.FromException<int>(serveFails);
        });

        int exitCode = await CommandLine.RunAsync(args, context, CommandLine.All(context, serve));
        string text = written.ToString() + Encoding.UTF8.GetString(bytes.ToArray());
        return new CommandRun(exitCode, text, errors.ToString(), served) { OutBytes = bytes.ToArray() };
    }
}
