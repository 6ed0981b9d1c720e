using System.CommandLine;
using Weir.Hosting.Configuration;
using Weir.Load;
using Weir.Load.Amqp;
using Weir.Load.Kafka;

namespace Weir.Commands;

/// <summary>Which broker a load goes to, over which protocol: the options of every bench command.</summary>
internal sealed class BenchTarget
{
    private const string BrokerVariable = "WEIR_BROKER";

    private readonly CommandContext _context;
    private readonly Option<string> _protocol = new("--protocol")
    {
        HelpName = "NAME",
        Description = "kafka or amqp (default: amqp with --url, else kafka).",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _bootstrap = new("--bootstrap", "--broker")
    {
        HelpName = "HOST:PORT",
        Description = $"Kafka's listener (environment: {BrokerVariable}; default: 127.0.0.1:9092).",
    };

    private readonly Option<string?> _url = new("--url")
    {
        HelpName = "URL",
        Description = "AMQP's listener and login (default: amqp://guest:guest@127.0.0.1:5672/%2F).",
    };

    private readonly Option<string?> _queueType = new("--queue-type")
    {
        HelpName = "TYPE",
        Description = "AMQP: x-queue-type of the queues, such as quorum (default: the broker's).",
    };

    private readonly Option<bool> _transient = new("--transient")
    {
        Description = "AMQP: queues and messages that a restart may lose.",
    };

    public BenchTarget(Command command, CommandContext context)
    {
        _context = context;
        foreach (Option option in new Option[] { _protocol, _bootstrap, _url, _queueType, _transient })
            command.Add(option);
    }

    public bool IsAmqp(ParseResult result) => result.GetRequiredValue(_protocol) switch
    {
        "" => result.GetValue(_url) is not null,
        "kafka" => false,
        "amqp" => true,
        { } other => throw new UsageException($"--protocol: '{other}' is neither kafka nor amqp"),
    };

    /// <summary>The protocol that is asked for, and where its broker is.</summary>
    public (ILoadProtocol Protocol, Endpoint Endpoint) Read(ParseResult result)
    {
        if (IsAmqp(result))
        {
            AmqpTarget amqp = Amqp(result);
            return (new AmqpLoad(amqp), amqp.Endpoint);
        }

        if (result.GetValue(_url) is not null) throw new UsageException("--url is for AMQP; Kafka takes --bootstrap");
        if (result.GetValue(_queueType) is not null || result.GetValue(_transient))
            throw new UsageException("--queue-type and --transient are for AMQP");
        return (new KafkaLoad(), Bootstrap(result));
    }

    public AmqpTarget Amqp(ParseResult result)
    {
        if (result.GetValue(_bootstrap) is not null)
            throw new UsageException("--bootstrap is for Kafka; AMQP takes --url");
        string text = result.GetValue(_url) ?? "amqp://guest:guest@127.0.0.1:5672/%2F";
        if (!AmqpTarget.TryParse(text, out AmqpTarget target))
            throw new UsageException($"--url: '{text}' is not amqp://USER:PASSWORD@HOST:PORT/VHOST");
        return target with
        {
            QueueType = result.GetValue(_queueType),
            IsTransient = result.GetValue(_transient),
        };
    }

    private Endpoint Bootstrap(ParseResult result)
    {
        string? named = result.GetValue(_bootstrap);
        string text = named ?? _context.Environment.GetValueOrDefault(BrokerVariable, "127.0.0.1:9092");
        return Endpoint.TryParse(text, out Endpoint endpoint) && endpoint.Port > 0
            ? endpoint
            : throw new UsageException(
                $"{(named is null ? BrokerVariable : _bootstrap.Name)}: '{text}' is not HOST:PORT");
    }
}
