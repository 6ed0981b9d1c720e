using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
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
            if (!Inspector.IsDataDirectory(path))
                throw new UsageException($"'{path}' is no data directory of weir: it has neither format nor journal");
            WarnIfRunning(path);
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

    private void WarnIfRunning(string path)
    {
        if (Owner(path) is not { } pid) return;
        _context.Error.WriteLine(
            $"weir: process {pid} may be using '{path}': the figures may move while they are read; nothing is "
            + "written.");
    }

    // The lock itself is not tried: even for a moment it could keep a broker from starting.
    private static int? Owner(string path)
    {
        string file = Path.Combine(path, "lock");
        if (!File.Exists(file)) return null;
        try
        {
            string text = OwnerText.Read(file);
            if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) return null;
            using Process process = Process.GetProcessById(pid);
            return pid;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // No such process, or a lock file that cannot be read: then there is nothing to warn of.
            return null;
        }
    }
}
