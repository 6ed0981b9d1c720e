using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Security;
using Weir.Wire;

namespace Weir.Amqp;

/// <summary>What all AMQP sessions share: the broker, the limits, and what the server says of itself.</summary>
public sealed class AmqpServer
{
    private static readonly string[] Capabilities =
    [
        "publisher_confirms", "exchange_exchange_bindings", "basic.nack", "consumer_cancel_notify",
        "connection.blocked", "consumer_priorities", "authentication_failure_close", "per_consumer_qos",
        "direct_reply_to",
    ];

    public AmqpServer(MessageBroker broker, AmqpOptions options, ILogger<AmqpServer> logger)
    {
        Broker = broker;
        Options = options;
        Logger = logger;
        Properties = WriteProperties(options);
        broker.Forms = new OperatorForms();
        broker.Namespaces.Closing += OnNamespaceClosing;
        broker.Delays.Routing = new DelayedRouting(broker);
    }

    /// <summary>Publishes dead messages as this protocol knows them, whether anybody speaks it or not.</summary>
    public static IDeadLetterWriter DeadLetters(MessageBroker broker) => new DeadLetterWriter(broker);

    public MessageBroker Broker { get; }

    public AmqpOptions Options { get; }

    internal ILogger Logger { get; }

    internal DirectReplies Replies { get; } = new();

    /// <summary>The connections that are open.</summary>
    internal ConcurrentDictionary<AmqpConnection, bool> Connections { get; } = new();

    /// <summary>The entries of connection.start's server-properties.</summary>
    internal ReadOnlyMemory<byte> Properties { get; }

    /// <summary>Until there are users: guest, from this machine only, as RabbitMQ begins.</summary>
    internal ValueTask<LoginOutcome> LoginAsync(string user, string password, EndPoint? remote)
    {
        if (!Broker.Users.IsOpen) return Broker.Logins.LoginAsync(user, password, remote, CancellationToken.None);
        bool isLocal = remote is not IPEndPoint ip
            || IPAddress.IsLoopback(ip.Address.IsIPv4MappedToIPv6 ? ip.Address.MapToIPv4() : ip.Address);
        return new(
            isLocal && user == "guest" && password == "guest" ? LoginOutcome.Accepted : LoginOutcome.Refused);
    }

    private void OnNamespaceClosing(string ns)
    {
        foreach (AmqpConnection connection in Connections.Keys)
            if (connection.Namespace == ns) connection.ForceClose($"vhost '{ns}' is deleted");
    }

    private static byte[] WriteProperties(AmqpOptions options)
    {
        using var output = new PooledBufferWriter();
        var table = new FieldTableWriter(output);
        table.Name("capabilities"u8);
        int capabilities = table.BeginTable();
        foreach (string capability in Capabilities) table.Name(Encoding.ASCII.GetBytes(capability)).Boolean(true);
        table.End(capabilities);
        string version = typeof(AmqpServer).Assembly.GetName().Version?.ToString(3) ?? "0";
        table.Name("product"u8).LongString(options.PresentsAsRabbitMq ? "RabbitMQ"u8 : "Weir"u8);
        table.Name("version"u8).LongString(options.PresentsAsRabbitMq ? "3.12.0"u8 : Encoding.ASCII.GetBytes(version));
        table.Name("platform"u8).LongString(".NET"u8);
        table.Name("broker"u8).LongString("Weir"u8);
        table.Name("broker-version"u8).LongString(Encoding.ASCII.GetBytes(version));
        return output.WrittenSpan.ToArray();
    }
}
