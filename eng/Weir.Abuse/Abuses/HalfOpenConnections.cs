using System.Net.Sockets;
using Weir.Amqp.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Connections that say nothing, half a protocol header, or stop in the middle of the handshake.</summary>
internal sealed class HalfOpenConnections : IAbuse
{
    private const int Each = 100;

    public string Name => "half-open";

    public string Run(AbuseContext context)
    {
        List<Socket> sockets = [];
        for (int i = 0; i < Each; i++)
        {
            Socket silent = TargetBroker.Connect(context.Broker.AmqpPort);
            Socket half = TargetBroker.Connect(context.Broker.AmqpPort);
            half.Send("AMQ"u8);
            Socket started = TargetBroker.Connect(context.Broker.AmqpPort);
            started.Send(ProtocolHeader.Bytes);
            Socket kafka = TargetBroker.Connect(context.Broker.KafkaPort);
            kafka.Send([0, 0]);
            Socket http = TargetBroker.Connect(context.Broker.HttpPort);
            http.Send("GET /api/v1/overview HTTP/1.1\r\nHost: x\r\nX-Slow: "u8);
            sockets.AddRange([silent, half, started, kafka, http]);
        }

        Thread.Sleep(context.Hold);
        foreach (Socket socket in sockets) socket.Dispose();
        return $"{sockets.Count} connections";
    }
}
