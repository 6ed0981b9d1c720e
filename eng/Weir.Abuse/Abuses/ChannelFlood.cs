using Weir.Amqp.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>All the channels that a connection may have, on several, and one more.</summary>
internal sealed class ChannelFlood : IAbuse
{
    private const int ChannelsMax = 2047;

    public string Name => "channel flood";

    public string Run(AbuseContext context)
    {
        List<AmqpPeer> peers = [.. Enumerable.Range(0, 5).Select(_ => AmqpPeer.Open(context.Broker))];
        foreach (AmqpPeer peer in peers)
        {
            peer.Send(static o =>
            {
                for (int channel = 2; channel <= ChannelsMax + 1; channel++) ChannelOpen.Write(o, (ushort)channel);
            });
            peer.ExpectClose("one channel too many", 504, 530, 501);
        }

        Thread.Sleep(context.Hold / 2);
        peers.ForEach(static peer => peer.Dispose());
        return $"{peers.Count} x {ChannelsMax} channels";
    }
}
