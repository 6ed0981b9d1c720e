using System.Diagnostics;
using Xunit.Abstractions;

namespace Weir.Campaigns.Tests;

/// <summary>One run of a program under eng/, with what it printed.</summary>
internal sealed record Campaign(int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static string Root { get; } = FindRoot();

    public static async Task<Campaign> RunAsync(ITestOutputHelper log, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        string all = await output + await error;
        log.WriteLine(all);
        return new Campaign(process.ExitCode, all);
    }

    /// <summary>As above; the campaigns are Python programs over the system's clients.</summary>
    public static Task<Campaign> PythonAsync(ITestOutputHelper log, string script, params string[] arguments) =>
        RunAsync(log, "/usr/bin/python3", [Path.Combine(Root, "eng", "campaigns", script), .. arguments]);

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Weir.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("These tests run inside the repository.");
    }
}
