using System.Net;
using Microsoft.Extensions.Logging;
using Weir.Broker;
using Weir.Kafka.Handlers;
using Weir.Kafka.Sessions;

namespace Weir.Kafka;

/// <summary>What all Kafka sessions share: the broker, the limits, and the handlers by API key.</summary>
public sealed class KafkaServer
{
    public KafkaServer(MessageBroker broker, KafkaOptions options, ILogger<KafkaServer> logger)
    {
        Broker = broker;
        Options = options;
        Logger = logger;
        Handlers = new HandlerTable(this);
    }

    public MessageBroker Broker { get; }

    public KafkaOptions Options { get; }

    internal ILogger Logger { get; }

    internal HandlerTable Handlers { get; }

    /// <summary>The address that a client shall use from now on.</summary>
    internal (string Host, int Port) AddressFor(RequestContext client)
    {
        if ((client.IsTls ? Options.TlsAdvertised : Options.Advertised) is { } advertised) return advertised;
        if (client.Local is not IPEndPoint ip) return ("localhost", 9092);
        IPAddress address = ip.Address.IsIPv4MappedToIPv6 ? ip.Address.MapToIPv4() : ip.Address;
        return (address.ToString(), ip.Port);
    }
}
