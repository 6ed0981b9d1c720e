using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Abuse;

/// <summary>
/// The real program on ports and a data directory of its own, and what /proc and its metrics tell of it.
/// </summary>
internal sealed class TargetBroker : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private static readonly string[] Builds = ["Release", "Debug"];

    private readonly string _data = Directory.CreateTempSubdirectory("weir-abuse-").FullName;
    private readonly HttpClient _http = new();
    private readonly Queue<string> _log = new();
    private Process _process = null!;

    public int KafkaPort { get; private set; }

    public int AmqpPort { get; private set; }

    public int HttpPort { get; private set; }

    /// <summary>Of a process that is ending, which has no memory any more, the end is waited for.</summary>
    public bool HasExited => _process.WaitForExit(StatusLine("VmRSS:") is null ? EndTimeout : TimeSpan.Zero);

    /// <summary>The last lines it wrote, and how it ended.</summary>
    public string Log
    {
        get
        {
            string end = _process.HasExited ? $"\nended with {_process.ExitCode}" : "";
            lock (_log) return string.Join('\n', _log) + end;
        }
    }

    /// <param name="heapBytesMax">A hard limit of the managed heap, as a container sets; 0 for none.</param>
    /// <param name="settings">More settings, KEY=VALUE.</param>
    public static async Task<TargetBroker> StartAsync(long heapBytesMax = 0, params string[] settings)
    {
        var broker = new TargetBroker { KafkaPort = FreePort(), AmqpPort = FreePort(), HttpPort = FreePort() };
        string[] arguments =
        [
            "serve", "--data", broker._data, "--kafka", $"127.0.0.1:{broker.KafkaPort}",
            "--amqp", $"127.0.0.1:{broker.AmqpPort}", "--http", $"127.0.0.1:{broker.HttpPort}",
            "--set", "log.level=warning", .. settings.SelectMany(static setting => new[] { "--set", setting }),
        ];
        var start = new ProcessStartInfo(Program(), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(static k => k.StartsWith("WEIR_", default)).ToArray())
            start.Environment.Remove(name);
        if (heapBytesMax > 0)
            start.Environment["DOTNET_GCHeapHardLimit"] = heapBytesMax.ToString("x", CultureInfo.InvariantCulture);
        broker._process = Process.Start(start)!;
        broker._process.OutputDataReceived += (_, line) => broker.Add(line.Data);
        broker._process.ErrorDataReceived += (_, line) => broker.Add(line.Data);
        broker._process.BeginOutputReadLine();
        broker._process.BeginErrorReadLine();
        await broker.WaitUntilReadyAsync();
        return broker;
    }

    public static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        socket.ReceiveTimeout = 30_000;
        socket.SendTimeout = 30_000;
        return socket;
    }

    public long ResidentBytes() => Status("VmRSS:");

    public long PeakResidentBytes() => Status("VmHWM:");

    /// <summary>A sample of the metrics end point; what managed memory is in use is dotnet_heap_bytes.</summary>
    public async Task<double> MetricAsync(string name)
    {
        string text = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{HttpPort}/metrics"));
        string line = text.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task WaitUntilReadyAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using HttpResponseMessage ready =
                    await _http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}/health/ready"));
                if (ready.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            AbuseException.Require(!_process.HasExited, $"the broker ended with its start\n{Log}");
            AbuseException.Require(Stopwatch.GetElapsedTime(started) < StartTimeout,
                $"the broker does not start\n{Log}");
            await Task.Delay(100);
        }
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > 40) _log.Dequeue();
        }
    }

    private long Status(string field)
    {
        string? line = StatusLine(field);
        AbuseException.Require(line is not null, $"the broker has ended\n{Log}");
        return 1024 * long.Parse(line[field.Length..].Replace("kB", "", default).Trim(), CultureInfo.InvariantCulture);
    }

    private string? StatusLine(string field)
    {
        try
        {
            return File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(l => l.StartsWith(field, default));
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }

    private static string Program()
    {
        if (Environment.GetEnvironmentVariable("WEIR_BIN") is { Length: > 0 } named) return named;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string? found = Builds
                .Select(kind => Path.Combine(at.FullName, "src", "Weir", "bin", kind, "net10.0", "weir"))
                .FirstOrDefault(File.Exists);
            if (found is not null) return found;
        }

        throw new AbuseException("build src/Weir first, or set WEIR_BIN to the program");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
