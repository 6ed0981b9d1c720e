using System.CommandLine;
using System.Globalization;
using Weir.Load;
using Weir.Output;

namespace Weir.Commands;

/// <summary>
/// <c>weir bench</c>: puts load on a broker, at a fixed rate or flat out, and says what it did with it. Works on any
/// broker of the protocol.
/// </summary>
internal sealed class BenchCommand : Command
{
    private readonly CommandContext _context;
    private readonly BenchTarget _target;
    private readonly BenchOptions _options;
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Option<string?> _output = new("--output")
    {
        HelpName = "FILE",
        Description = "Write the JSON into this file, too.",
    };

    public BenchCommand(CommandContext context)
        : base("bench", "Put load on a broker and measure it: throughput, latency from when a message was due, CPU.")
    {
        _context = context;
        _target = new BenchTarget(this, context);
        _options = new BenchOptions(this);
        Add(_json);
        Add(_output);
        SetAction(RunAsync);
        Add(new BenchIncidentCommand(context));
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        (ILoadProtocol protocol, Hosting.Configuration.Endpoint target) = _target.Read(result);
        LoadPlan plan = _options.Read(result, target, _target.IsAmqp(result));
        LoadRun run = new(plan, protocol, _context.ErrorIsTerminal ? Show : null);
        LoadResult measured = await run.RunAsync(cancel);
        if (_context.ErrorIsTerminal) _context.Error.Write("\r\u001b[K");

        bool json = result.GetValue(_json);
        if (json) _context.Out.WriteLine(measured.ToJson());
        else LoadReport.Write(CommandOutput.For(_context, json: false), measured);
        if (result.GetValue(_output) is { } path) await WriteAsync(path, measured, cancel);
        return ExitCode.Done;
    }

    private static async Task WriteAsync(string path, LoadResult measured, CancellationToken cancel)
    {
        try
        {
            await File.WriteAllTextAsync(path, measured.ToJson() + "\n", cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output: {e.Message}", e);
        }
    }

    private void Show(LoadProgress progress) => _context.Error.Write(string.Create(
        CultureInfo.InvariantCulture,
        $"\r\u001b[K{progress.PerSecond:#,0}/s, {progress.Totals.Confirmed:#,0} confirmed, "
        + $"{progress.Totals.Received:#,0} received"));
}
