using System.Collections.Concurrent;
using System.Diagnostics;

namespace Weir.Compare.Peers;

/// <summary>
/// A process of ours. Stopping it is bounded, first politely, and touches no other process. What is left of ours when
/// this program is told to end goes with it.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<ChildProcess, bool> Running = [];

    private readonly Process _process;

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (ChildProcess child in Running.Keys.Where(static c => !c.HasEnded))
            child._process.Kill(entireProcessTree: true);
    };

    private ChildProcess(Process process)
    {
        _process = process;
        Running[this] = true;
    }

    public int Pid => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it with standard output and error in the file.</summary>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        string log,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        // The shell only redirects and makes room for files; exec leaves one process, so that its id is the program's.
        ProcessStartInfo start = new("/bin/bash") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("ulimit -n $(ulimit -Hn); log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null");
        start.ArgumentList.Add("start");
        start.ArgumentList.Add(log);
        start.ArgumentList.Add(program);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await StopAsync();
        Running.TryRemove(this, out _);
        _process.Dispose();
    }

    private async Task StopAsync()
    {
        using Process stop = Process.Start("/bin/kill", ["-TERM", $"{Pid}"]);
        using CancellationTokenSource limit = new(Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
