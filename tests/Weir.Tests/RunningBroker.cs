using System.Text;
using Weir.Hosting;
using Weir.Hosting.Configuration;
using Weir.Testing;

namespace Weir.Tests;

/// <summary>A broker in this process, on a free port and with a data directory of its own, and the way to run commands
/// against it. Tests share it and keep apart by their topics' names.</summary>
public sealed class RunningBroker : IAsyncLifetime
{
    private WeirHost? _host;
    private string _address = "";

    internal string Address => _address;

    internal string AmqpAddress { get; private set; } = "";

    internal string HttpAddress { get; private set; } = "";

    public string Data { get; } = Directory.CreateTempSubdirectory("weir-cli-").FullName;

    public async Task InitializeAsync()
    {
        _address = $"127.0.0.1:{Ports.Next()}";
        AmqpAddress = $"127.0.0.1:{Ports.Next()}";
        HttpAddress = $"127.0.0.1:{Ports.Next()}";
        WeirOptions options = new(
        [
            new SettingInput("data", Data, "test"),
            new SettingInput("kafka.listen", _address, "test"),
            new SettingInput("amqp.listen", AmqpAddress, "test"),
            new SettingInput("http.listen", HttpAddress, "test"),
            new SettingInput("log.level", "error", "test"),
        ]);
        _host = await WeirHost.StartAsync(options, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data, recursive: true);
    }

    public async Task StopAsync()
    {
        if (_host is null) return;
        await _host.StopAsync();
        await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Runs a command; arguments are separated by spaces.</summary>
    internal Task<CommandRun> RunAsync(string args, string? input = null) => RunAsync(args.Split(' '), input);

    internal Task<CommandRun> RunAsync(
        string[] args, string? input = null, Func<CommandContext, CommandContext>? terminal = null) =>
        CommandRun.OfAsync(
            args,
            new() { ["WEIR_BROKER"] = _address, ["WEIR_HTTP"] = HttpAddress },
            input: input is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(input)),
            terminal: terminal);

    /// <summary>Runs a command that must succeed without a word on standard error; returns its output.</summary>
    internal async Task<string> DoAsync(string args, string? input = null)
    {
        CommandRun run = await RunAsync(args, input);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Out;
    }

    /// <summary>Runs a command that must be refused with this sentence and exit code 1.</summary>
    internal async Task RefusesAsync(string args, string sentence)
    {
        CommandRun run = await RunAsync(args);
        Assert.Equal((1, $"weir: {sentence}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Out));
    }
}
