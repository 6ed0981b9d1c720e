using System.Globalization;
using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Thousands of consumers on one channel, and no answer read; then the connection goes.</summary>
internal sealed class ConsumerFlood : IAbuse
{
    private const int Consumers = 5_000;

    public string Name => "consumer flood";

    public string Run(AbuseContext context)
    {
        using AmqpPeer peer = AmqpPeer.Open(context.Broker);
        peer.Declare("flood");
        peer.Send(static o =>
        {
            for (int i = 0; i < Consumers; i++)
            {
                BasicConsume.Write(
                    o, 1, "flood"u8, Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)), false, true,
                    false, false, []);
            }
        });
        for (int i = 0; i < 100; i++) peer.Publish("flood", new byte[100]);
        Thread.Sleep(context.Hold / 2);
        return $"{Consumers} consumers";
    }
}
