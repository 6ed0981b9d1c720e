using System.CommandLine;
using System.CommandLine.Help;
using Weir.Hosting;
using Weir.Hosting.Configuration;

namespace Weir.Commands;

/// <summary>
/// <c>weir serve</c>: reads the configuration and runs the broker until it is told to stop. The short flags are the
/// stable interface of scripts; every other setting is reached by <c>--set</c>.
/// </summary>
internal sealed class ServeCommand : Command
{
    private readonly CommandContext _context;
    private readonly Option<string?> _config = Flag("--config", "FILE", "YAML file of settings.");
    private readonly Option<string?> _data = Flag("--data", "DIR", "Where durable data is kept (data).");
    private readonly Option<string?> _kafka = Flag("--kafka", "HOST:PORT", "Kafka's listener, or off (kafka.listen).");
    private readonly Option<string?> _amqp = Flag("--amqp", "HOST:PORT", "AMQP's listener, or off (amqp.listen).");
    private readonly Option<string?> _http = Flag("--http", "HOST:PORT", "HTTP's listener, or off (http.listen).");

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "KEY=VALUE",
        Description = "Any setting of the list below; may be given many times.",
        DefaultValueFactory = _ => [],
    };

    public ServeCommand(CommandContext context)
        : this(context, (options, cancel) => RunAsync(options, context.Environment, cancel))
    {
    }

    /// <param name="context">The process around the command.</param>
    /// <param name="serve">Runs the broker until it is cancelled and returns the exit code.</param>
    public ServeCommand(CommandContext context, Func<WeirOptions, CancellationToken, Task<int>> serve)
        : base("serve", "Run the broker.")
    {
        _context = context;
        foreach (Option option in new Option[] { _data, _kafka, _amqp, _http, _config, _set })
            Add(option);
        Add(new HelpOption { Action = new ServeHelpAction() });
        SetAction((result, cancellation) => serve(LoadOptions(result), cancellation));
    }

    private WeirOptions LoadOptions(ParseResult result)
    {
        List<SettingInput> flags = [.. result.GetRequiredValue(_set).Select(ParseSet)];
        AddFlag(_data, "data");
        AddFlag(_kafka, "kafka.listen");
        AddFlag(_amqp, "amqp.listen");
        AddFlag(_http, "http.listen");
        return ConfigurationLoader.Load(result.GetValue(_config), _context.Environment, flags);

        void AddFlag(Option<string?> option, string key)
        {
            if (result.GetValue(option) is { } value)
                flags.Add(new SettingInput(key, value, option.Name));
        }
    }

    private static SettingInput ParseSet(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
            ? new SettingInput(text[..equals].Trim(), text[(equals + 1)..], "--set")
            : throw new ConfigurationException($"--set: '{text}' is not KEY=VALUE.");

    private static Option<string?> Flag(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    private static async Task<int> RunAsync(
        WeirOptions options, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        await using WeirHost host = await WeirHost.StartAsync(options, cancellation).ConfigureAwait(false);
        await using var supervisor = ServiceSupervisor.Find(environment, () => !host.Failed.IsCompleted);
        using var trim = new MemoryTrim(TimeProvider.System);
        supervisor?.Ready();
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration stopping =
            cancellation.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), stop);
        await Task.WhenAny(stop.Task, host.Failed).ConfigureAwait(false);
        supervisor?.Stopping();
        await host.StopAsync().ConfigureAwait(false);
        return host.Failed.IsCompletedSuccessfully ? throw await host.Failed.ConfigureAwait(false) : ExitCode.Done;
    }
}
