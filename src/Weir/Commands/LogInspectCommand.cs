using System.CommandLine;
using Weir.Inspection;
using Weir.Output;

namespace Weir.Commands;

/// <summary>
/// <c>weir log inspect</c>: decodes what is on the disk, verifies every checksum and says what is damaged. It needs no
/// broker and never writes, so it may look at the directory of a running one.
/// </summary>
internal sealed class LogInspectCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A data directory, or a journal, segment, snapshot, manifest or catalog file.",
    };

    private readonly Option<bool> _records = new("--records") { Description = "Show every record." };
    private readonly Option<bool> _json = JsonOption.Create();

    public LogInspectCommand(CommandContext context)
        : base("inspect", "Decode and verify stored data, read-only. Exit code 1 means damage.")
    {
        _context = context;
        _json.Description = "Write a JSON object a line.";
        Add(_path);
        Add(_records);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string path = result.GetRequiredValue(_path);
        InspectionWriter writer = new(_context.Out, result.GetValue(_json));
        using Inspector inspector = new(writer, result.GetValue(_records));
        if (Directory.Exists(path))
        {
            OfflineDirectory.RequireToRead(_context, path);
            await inspector.InspectDirectoryAsync(path, cancel);
        }
        else if (File.Exists(path))
        {
            await inspector.InspectFileAsync(path, cancel);
        }
        else
        {
            throw new UsageException($"'{path}' does not exist");
        }

        writer.Item(0, "summary", ("damages", writer.Damages));
        return writer.Damages == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
