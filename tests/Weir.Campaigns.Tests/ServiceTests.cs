using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit.Abstractions;

namespace Weir.Campaigns.Tests;

/// <summary>The real program under a service manager: sd_notify(3), and the container's health check.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-service-").FullName;
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly int _httpPort = Ports.Next();
    private Process? _broker;

    public ServiceTests(ITestOutputHelper output)
    {
        _output = output;
        _manager.Bind(new UnixDomainSocketEndPoint(NotifySocket));
    }

    private string NotifySocket => Path.Combine(_directory, "notify");

    public void Dispose()
    {
        if (_broker is { HasExited: false })
        {
            _broker.Kill();
            _broker.WaitForExit();
        }

        _broker?.Dispose();
        _manager.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task It_says_when_it_is_ready_that_it_is_alive_and_when_it_stops()
    {
        Start();
        await ExpectAsync("READY=1");
        await ExpectAsync("WATCHDOG=1");
        await ExpectAsync("WATCHDOG=1");
        await TerminateAsync();
        await ExpectAsync("STOPPING=1");
        await _broker!.WaitForExitAsync();
        Assert.Equal(0, _broker.ExitCode);
    }

    [Fact]
    public async Task The_containers_health_check_tells_a_broker_that_is_ready_from_one_that_is_not_there()
    {
        Assert.NotEqual(0, (await CheckAsync()).ExitCode);
        Start();
        await ExpectAsync("READY=1");
        Assert.Equal(0, (await CheckAsync()).ExitCode);
    }

    private Task<Campaign> CheckAsync() =>
        Campaign.RunAsync(_output, Path.Combine(Campaign.Root, "deploy", "container", "healthcheck"), $"{_httpPort}");

    private void Start()
    {
        string program = Environment.GetEnvironmentVariable("WEIR_BIN")
            ?? Path.Combine(Campaign.Root, "src", "Weir", "bin", "Release", "net10.0", "weir");
        var start = new ProcessStartInfo(
            program,
            [
                "serve", "--data", Path.Combine(_directory, "data"), "--kafka", "off", "--amqp", "off", "--http",
                $"127.0.0.1:{_httpPort}",
            ]);
        // What configures the tests is no setting of the broker.
        string[] ours = [.. start.Environment.Keys.Where(static n => n.StartsWith("WEIR_", StringComparison.Ordinal))];
        foreach (string name in ours) start.Environment.Remove(name);
        start.Environment["NOTIFY_SOCKET"] = NotifySocket;
        start.Environment["WATCHDOG_USEC"] = "200000";
        _broker = Process.Start(start)!;
    }

    private Task<Campaign> TerminateAsync() =>
        Campaign.RunAsync(_output, "/bin/kill", "-TERM", $"{_broker!.Id}");

    /// <summary>Reads on until a message has that line.</summary>
    private async Task ExpectAsync(string line)
    {
        byte[] buffer = new byte[4096];
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            int length = await _manager.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, timeout.Token);
            if (Encoding.UTF8.GetString(buffer, 0, length).Split('\n').Contains(line)) return;
        }
    }
}
