using System.CommandLine;
using Weir.Broker.Shards;
using Weir.Inspection;
using Weir.Output;
using Weir.Storage;
using Weir.Storage.Files;
using Weir.Storage.Logs;
using Weir.Storage.Repair;

namespace Weir.Commands;

/// <summary>
/// <c>weir log repair</c>: makes a damaged data directory one that a broker serves and writes to, gives up what cannot
/// be read any more, says what that is, and keeps the files as they were.
/// </summary>
internal sealed class LogRepairCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string> _path = new("DIR") { Description = "A data directory that no broker uses." };
    private readonly Option<bool> _json = JsonOption.Create();

    public LogRepairCommand(CommandContext context)
        : base("repair", "Give up what is damaged in a data directory, so that the rest can be written to again.")
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
        OfflineDirectory.Require(path);
        InspectionWriter writer = new(_context.Out, result.GetValue(_json), onlyFindings: true);
        RepairReport report = await DirectoryRepair.RunAsync(
            new PhysicalFileSystem(path), new BrokerRepairState(), KeepIn(path), cancel);
        string work = Path.Combine(path, DirectoryRepair.WorkDirectory);
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        Write(writer, report);
        return ExitCode.Done;
    }

    private static void Write(InspectionWriter writer, RepairReport report)
    {
        TopicNames names = new();
        foreach (CatalogEntry entry in report.Catalog) names.Learn(entry);
        foreach (string damage in report.Damages) writer.Finding(0, "damaged", ("what", damage));
        foreach (LostRange lost in report.Lost)
        {
            string? name = NameOf(lost.Partition, names);
            // Those of a topic that was deleted are missed by nobody.
            if (name is null) continue;
            writer.Finding(0, "lost", ("topic", name), ("offsets", $"{lost.From}..{lost.To - 1}"));
        }

        foreach (string forgotten in report.Forgotten) writer.Finding(0, "forgotten", ("what", forgotten));
        if (report.IsFinished) writer.Finding(0, "finished", ("what", "a repair that had been interrupted"));
        writer.Finding(0, "summary", ("damages", report.Damages.Count), ("kept_in", report.KeptIn));
    }

    private static string? NameOf(PartitionId partition, TopicNames names) =>
        partition.Number == 0 ? "(delayed messages)" : names.Find(partition);

    private static string KeepIn(string path)
    {
        int number = 1;
        while (Directory.Exists(Path.Combine(path, $"damaged-{number}"))) number++;
        return $"damaged-{number}";
    }
}
