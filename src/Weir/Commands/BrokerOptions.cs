using System.CommandLine;
using System.Globalization;
using Weir.Client;
using Weir.Hosting.Configuration;
using Weir.Output;

namespace Weir.Commands;

/// <summary>What every command that talks to a broker takes: which broker, how long to wait, and JSON.</summary>
internal sealed class BrokerOptions
{
    private const string BrokerVariable = "WEIR_BROKER";
    private const string DefaultBroker = "127.0.0.1:9092";
    private const double TimeoutSecondsMax = 24 * 60 * 60;

    private readonly CommandContext _context;
    private readonly Option<string?> _broker = new("--broker")
    {
        HelpName = "HOST:PORT",
        Description = $"Kafka's listener of the broker (environment: {BrokerVariable}; default: {DefaultBroker}).",
    };

    private readonly Option<double> _timeout = new("--timeout")
    {
        HelpName = "SECONDS",
        Description = "How long to wait for an answer of the broker (default: 10).",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<bool> _json = JsonOption.Create();

    public BrokerOptions(Command command, CommandContext context, string? jsonDescription = null)
    {
        _context = context;
        if (jsonDescription is not null) _json.Description = jsonDescription;
        command.Add(_broker);
        command.Add(_timeout);
        command.Add(_json);
    }

    public bool Json(ParseResult result) => result.GetValue(_json);

    public CommandOutput Output(ParseResult result) => CommandOutput.For(_context, Json(result));

    public Task<KafkaConnection> ConnectAsync(ParseResult result, CancellationToken cancel)
    {
        double seconds = result.GetValue(_timeout);
        if (seconds is not (> 0 and <= TimeoutSecondsMax))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"--timeout: {seconds} is not between 0 and {TimeoutSecondsMax} seconds"));
        }

        return KafkaConnection.OpenAsync(Broker(result), TimeSpan.FromSeconds(seconds), cancel);
    }

    private Endpoint Broker(ParseResult result)
    {
        string? named = result.GetValue(_broker);
        string source = named is null ? BrokerVariable : _broker.Name;
        string text = named ?? _context.Environment.GetValueOrDefault(BrokerVariable, DefaultBroker);
        return Endpoint.TryParse(text, out Endpoint endpoint) && endpoint.Port > 0
            ? endpoint
            : throw new UsageException($"{source}: '{text}' is not HOST:PORT");
    }
}
