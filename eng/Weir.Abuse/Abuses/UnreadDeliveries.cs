using Weir.Amqp.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Consumers without prefetch that never read what is delivered to them.</summary>
internal sealed class UnreadDeliveries : IAbuse
{
    private const int Consumers = 20;
    private const int Messages = 2_000;

    public string Name => "unread deliveries";

    public string Run(AbuseContext context)
    {
        using AmqpPeer publisher = AmqpPeer.Open(context.Broker);
        publisher.Declare("unread");
        List<AmqpPeer> peers = [.. Enumerable.Range(0, Consumers).Select(_ => AmqpPeer.Open(context.Broker))];
        foreach (AmqpPeer peer in peers)
        {
            peer.Socket.ReceiveBufferSize = 4096;
            peer.Send(static o => BasicConsume.Write(o, 1, "unread"u8, "c"u8, false, false, false, false, []));
        }

        byte[] body = new byte[10_000];
        for (int i = 0; i < Messages; i++) publisher.Publish("unread", body);
        Thread.Sleep(context.Hold);
        peers.ForEach(static peer => peer.Dispose());
        publisher.Send(static o => QueueDelete.Write(o, 1, "unread"u8, false, false, false));
        publisher.Expect(MethodId.QueueDeleteOk);
        return $"{Consumers} consumers, {Messages} messages of {body.Length} bytes";
    }
}
