using System.CommandLine;
using Weir.Inspection;
using Weir.Output;

namespace Weir.Commands;

/// <summary>
/// <c>weir log verify</c>: reads a data directory to the end, verifies every checksum, and shows only what is damaged.
/// As read-only as <c>weir log inspect</c>.
/// </summary>
internal sealed class LogVerifyCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string> _path = new("DIR") { Description = "A data directory." };
    private readonly Option<bool> _json = JsonOption.Create();

    public LogVerifyCommand(CommandContext context)
        : base("verify", "Verify every checksum of a data directory, read-only. Exit code 1 means damage.")
    {
        _context = context;
        _json.Description = "Write a JSON object a line.";
        Add(_path);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string path = result.GetRequiredValue(_path);
        OfflineDirectory.RequireToRead(_context, path);
        InspectionWriter writer = new(_context.Out, result.GetValue(_json), onlyFindings: true);
        using Inspector inspector = new(writer, showRecords: false);
        await inspector.InspectDirectoryAsync(path, cancel);
        writer.Finding(0, "summary", ("checked", writer.Items), ("damages", writer.Damages));
        return writer.Damages == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
