using System.CommandLine;
using Weir.Client;
using Weir.Output;

namespace Weir.Commands;

/// <summary>What every command that speaks Kafka's protocol takes: which broker, how long to wait, and JSON.</summary>
internal sealed class BrokerOptions
{
    private readonly CommandContext _context;
    private readonly EndpointOption _broker = new("--broker", "Kafka's listener", "WEIR_BROKER", "127.0.0.1:9092");
    private readonly TimeoutOption _timeout = new();
    private readonly LoginOptions _login;
    private readonly Option<bool> _json = JsonOption.Create();

    public BrokerOptions(Command command, CommandContext context, string? jsonDescription = null)
    {
        _context = context;
        if (jsonDescription is not null) _json.Description = jsonDescription;
        command.Add(_broker);
        _login = new LoginOptions(command);
        command.Add(_timeout);
        command.Add(_json);
    }

    public bool Json(ParseResult result) => result.GetValue(_json);

    public CommandOutput Output(ParseResult result) => CommandOutput.For(_context, Json(result));

    public Task<KafkaConnection> ConnectAsync(ParseResult result, CancellationToken cancel)
    {
        TimeSpan timeout = _timeout.Of(result);
        return KafkaConnection.OpenAsync(
            _broker.Of(result, _context), timeout, cancel, _login.Of(result, _context));
    }
}
