using System.Net.Sockets;
using Weir.Amqp.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Thousands of connections at once, half of each protocol, open and idle.</summary>
internal sealed class ManyConnections : IAbuse
{
    public string Name => "many connections";

    public string Run(AbuseContext context)
    {
        List<AmqpPeer> amqp = [];
        List<KafkaPeer> kafka = [];
        try
        {
            for (int i = 0; i < context.Connections / 2; i++)
            {
                amqp.Add(AmqpPeer.Open(context.Broker));
                kafka.Add(new KafkaPeer(context.Broker));
            }

            // All of them are served still.
            foreach (AmqpPeer peer in amqp.Take(100))
            {
                peer.Send(static o => BasicQos.Write(o, 1, 0, 10, false));
                peer.Expect(MethodId.BasicQosOk);
            }

            Thread.Sleep(context.Hold);
            return $"{amqp.Count + kafka.Count} connections, {context.Broker.ResidentBytes() >> 20} MiB";
        }
        finally
        {
            amqp.ForEach(static peer => peer.Dispose());
            kafka.ForEach(static peer => peer.Dispose());
        }
    }
}
