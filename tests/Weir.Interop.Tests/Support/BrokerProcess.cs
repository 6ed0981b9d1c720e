using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Weir.Interop.Tests.Support;

/// <summary>
/// The real program, serving Kafka and AMQP on ports of its own with a data directory of its own. It can be killed,
/// stopped and started again on the same data and ports, as an operator or a power failure would.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "IAsyncLifetime.DisposeAsync disposes the process.")]
public sealed class BrokerProcess : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-interop-").FullName;
    private readonly LinkedList<string> _log = new();
    private readonly int _port = Ports.Next();
    private readonly int _amqpPort = Ports.Next();
    private Process? _process;

    /// <summary>Where its HTTP listener is to be; set before the start.</summary>
    public string Http { get; init; } = "off";

    /// <summary>Lines of its log that are kept, the last.</summary>
    public int LogLinesMax { get; init; } = 60;

    /// <summary>More flags for `weir serve`; set before the start.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The port of its AMQP listener on 127.0.0.1.</summary>
    public int AmqpPort => _amqpPort;

    public string Bootstrap => $"127.0.0.1:{_port}";

    /// <summary>A place for files of the test, removed with the data.</summary>
    public string ScratchFile(string name) => Path.Combine(_directory, name);

    public string LogTail
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    public async Task InitializeAsync() => await StartAsync();

    public async Task StartAsync()
    {
        Launch();
        await Eventually.TrueAsync(() => $"the broker listens on {Bootstrap}\n{LogTail}", AcceptsAsync);
    }

    /// <summary>Starts the process without waiting until it serves.</summary>
    public void Launch()
    {
        (string program, string[] first) = Locate();
        string[] arguments =
        [
            .. first, "serve", "--data", Path.Combine(_directory, "data"), "--kafka", Bootstrap,
            "--amqp", $"127.0.0.1:{_amqpPort}", "--http", Http, .. Flags,
        ];
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What configures the tests is no setting of the broker, which refuses to start with a name it does not know.
        foreach (string name in start.Environment.Keys.Where(IsOurs).ToArray())
            start.Environment.Remove(name);
        Log($"--- {program} {string.Join(' ', arguments)}");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>kill -9: no farewell, nothing flushed.</summary>
    public async Task Kill9Async()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        Log("--- killed");
    }

    /// <summary>SIGTERM; the process has to end by itself, with status 0.</summary>
    public async Task StopAsync()
    {
        Signals.Terminate(_process!);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process!.WaitForExitAsync(timeout.Token);
        Assert.True(_process.ExitCode == 0, $"SIGTERM ended the broker with {_process.ExitCode}\n{LogTail}");
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
            await Kill9Async();
        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> AcceptsAsync() => await AcceptsAsync(_port) && await AcceptsAsync(_amqpPort);

    private async Task<bool> AcceptsAsync(int port)
    {
        if (_process!.HasExited)
        {
            // Its last words are read to the end first: they say why.
            await _process.WaitForExitAsync();
            Assert.Fail($"The broker ended with its start, with status {_process.ExitCode}.\n{LogTail}");
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Log(string? line)
    {
        if (line is null)
            return;
        lock (_log)
        {
            _log.AddLast(line);
            if (_log.Count > LogLinesMax)
                _log.RemoveFirst();
        }
    }

    private static bool IsOurs(string variable) => variable.StartsWith("WEIR_", StringComparison.Ordinal);

    private static (string Program, string[] FirstArguments) Locate()
    {
        string? path = Settings.Program ?? new[] { "Release", "Debug" }
            .Select(kind => Path.Combine(Repository.Root, "src", "Weir", "bin", kind, "net10.0", "weir"))
            .Where(File.Exists)
            .MaxBy(file => File.GetLastWriteTimeUtc(file + ".dll"));
        if (path is null)
            Assert.Fail("Build src/Weir first, or set WEIR_BIN to the program.");
        return path.EndsWith(".dll", StringComparison.Ordinal) ? ("dotnet", [path]) : (path, []);
    }
}
