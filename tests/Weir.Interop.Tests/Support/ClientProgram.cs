using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Weir.Interop.Tests.Support;

/// <summary>
/// A client program that runs: its output is collected line by line while it does. Disposing kills it if it still
/// runs, and only it.
/// </summary>
internal sealed class ClientProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _command;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _outputRead;
    private readonly Task _errorsRead;
    private volatile bool _isKilled;

    private ClientProgram(string program, IEnumerable<string> arguments)
    {
        // Latin 1 keeps every byte of a header or value as one character.
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.Latin1,
        };
        start.Environment["NODE_PATH"] = NpmClients.Modules;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _command = $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}";
        _process = new Process { StartInfo = start };
        _process.Start();
        _process.StandardInput.Close();
        _outputRead = CollectAsync(_process.StandardOutput, _output);
        _errorsRead = CollectAsync(_process.StandardError, _errors);
    }

    public IReadOnlyCollection<string> Output => _output;

    public IReadOnlyCollection<string> Errors => _errors;

    public bool HasExited => _process.HasExited;

    public static ClientProgram Start(string program, IEnumerable<string> arguments) => new(program, arguments);

    /// <summary>Runs a program to its end; on timeout kills it, and nothing else.</summary>
    public static async Task<ClientResult> RunAsync(
        string program, IEnumerable<string> arguments, int? timeoutSeconds = null)
    {
        await using ClientProgram running = Start(program, arguments);
        return await running.WaitAsync(timeoutSeconds);
    }

    public async Task<ClientResult> WaitAsync(int? timeoutSeconds = null)
    {
        bool timedOut = false;
        using var timeout = new CancellationTokenSource(
            TimeSpan.FromSeconds(timeoutSeconds ?? Settings.ClientSecondsMax));
        try
        {
            await EndedAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            timedOut = true;
            await KillAsync();
        }
        return new ClientResult(
            _command, _process.ExitCode, timedOut, string.Join('\n', _output), string.Join('\n', _errors));
    }

    /// <summary>Asks the program to end (SIGTERM) and waits for it.</summary>
    public Task<ClientResult> StopAsync(int timeoutSeconds = 60)
    {
        Signals.Terminate(_process);
        return WaitAsync(timeoutSeconds);
    }

    public async Task KillAsync()
    {
        _isKilled = true;
        _process.Kill();
        await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task EndedAsync(CancellationToken cancel = default)
    {
        await _process.WaitForExitAsync(cancel);
        await Task.WhenAll(_outputRead, _errorsRead).WaitAsync(cancel);
    }

    /// <summary>
    /// Whole lines only while it runs; a line that it had not ended counts when it ended by itself. A program that was
    /// killed in the middle of a line has not said it.
    /// </summary>
    private async Task CollectAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        char[] buffer = new char[4096];
        var line = new StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            foreach (char c in buffer.AsSpan(0, read))
            {
                if (c != '\n')
                {
                    line.Append(c);
                    continue;
                }

                lines.Enqueue(line.ToString().TrimEnd('\r'));
                line.Clear();
            }
        }

        if (line.Length > 0 && !_isKilled) lines.Enqueue(line.ToString());
    }
}
