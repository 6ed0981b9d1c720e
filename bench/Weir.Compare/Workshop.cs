using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Weir.Compare.Peers;
using Weir.Load;

namespace Weir.Compare;

/// <summary>Where measuring happens: the repository, a folder on the disk to be measured, ports, programs.</summary>
internal sealed class Workshop : IDisposable
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    public Workshop(Arguments arguments)
    {
        Port = (int)arguments.Number("port", 23700);
        Root = FindRoot();
        Results = arguments.Text("results", Path.Combine(Root, "bench", "results"));
        Directory.CreateDirectory(Results);
        string scratch = arguments.Text("scratch", Path.Combine(Root, "artifacts", "compare"));
        Scratch = Path.Combine(scratch, FormattableString.Invariant($"run-{Environment.ProcessId}"));
        Directory.CreateDirectory(Scratch);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        Program = arguments.Text("program", "");
    }

    public int Port { get; }

    public string Root { get; }

    public string Results { get; }

    public string Scratch { get; }

    /// <summary>The folder of a published weir; empty until <see cref="PublishAsync"/> when none was named.</summary>
    public string Program { get; private set; }

    public string Date { get; } =
        TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static void Say(FormattableString text) =>
        Console.Error.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public async Task PublishAsync()
    {
        if (Program.Length > 0) return;
        Program = Path.Combine(Scratch, "published");
        await PublishAsync(Root, Program);
    }

    public static async Task PublishAsync(string root, string output)
    {
        Say($"publishing {root}");
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList =
            {
                "publish", Path.Combine(root, "src", "Weir"), "-c", "Release", "-o", output,
                // Said in full: commits from before the project file said so are to be compiled alike.
                "--use-current-runtime", "-p:PublishReadyToRun=true", "-p:SelfContained=false",
            },
            RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process publish = Process.Start(start)!;
        string said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) throw new LoadException($"dotnet publish failed: {said}");
    }

    public WeirServer Weir(string name = "weir", string? program = null) =>
        new(program ?? Program, Path.Combine(Scratch, name), Port, name);

    /// <summary>One load on a running server; what it leaves behind is gone afterwards.</summary>
    public static async Task<LoadResult> LoadAsync(Server server, Face face, LoadPlan plan)
    {
        LoadResult result = await new LoadRun(
            plan with { Target = face.Target, ServerPid = server.Pid, Batch = Math.Min(plan.Batch, face.Batch) },
            face.Protocol()).RunAsync(CancellationToken.None);
        await Task.Delay(Settle);
        return result;
    }

    public static LoadPlan Plan(double seconds, Face face) => new()
    {
        Target = face.Target,
        Name = $"b{Guid.NewGuid():N}"[..10],
        Batch = face.Batch,
        WarmUp = TimeSpan.FromSeconds(seconds / 4),
        Duration = TimeSpan.FromSeconds(seconds * 3 / 4),
        Drain = TimeSpan.FromSeconds(5),
    };

    public static string Machine() => FormattableString.Invariant(
        $"{Environment.ProcessorCount} cores, {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, load average ")
        + string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);

    public static void WriteJson(string path, object value) =>
        File.WriteAllText(path, JsonSerializer.Serialize(value, JsonOptions));

    public void Dispose()
    {
        if (Directory.Exists(Scratch)) Directory.Delete(Scratch, recursive: true);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Weir.slnx");
    }
}
