using System.Buffers.Binary;
using System.Net.Sockets;
using Weir.Amqp.Wire;

namespace Weir.Abuse.Overloads;

/// <summary>
/// Many connections that send most of a large message or request, together far more than the memory there is, and then
/// wait. Who holds too much is refused or slowed; a client that keeps the rules goes on.
/// </summary>
internal sealed class UnfinishedMessages : IOverload
{
    private const int Each = 30;
    private const int BytesEach = 60 << 20;

    public string Name => "unfinished messages";

    public string Run(TargetBroker broker, TimeSpan hold)
    {
        using var good = new GoodClient(broker);
        List<Socket> sockets = [];
        List<Action> work = [];
        for (int i = 0; i < Each; i++)
        {
            AmqpPeer amqp = AmqpPeer.Open(broker);
            var kafka = new KafkaPeer(broker);
            amqp.Socket.SendTimeout = 0;
            kafka.Socket.SendTimeout = 0;
            sockets.AddRange([amqp.Socket, kafka.Socket]);
            work.Add(() => Ignoring(() => HalfAPublish(amqp)));
            work.Add(() => Ignoring(() => HalfARequest(kafka)));
        }

        Flood.Run(hold, work, () => sockets.ForEach(static socket => socket.Dispose()));
        return $"{2 * Each} x {BytesEach >> 20} MiB; others: {good.Take()}";
    }

    private static void HalfAPublish(AmqpPeer peer)
    {
        peer.Send(static o =>
        {
            BasicPublish.Write(o, 1, [], "good"u8, false, false);
            AmqpPeer.WriteHeader(o, BytesEach + 1);
        });
        byte[] part = new byte[100_000];
        for (int sent = 0; sent + part.Length < BytesEach; sent += part.Length)
            peer.Send(o => AmqpPeer.WriteBody(o, part));
    }

    private static void HalfARequest(KafkaPeer peer)
    {
        byte[] part = new byte[100_000];
        BinaryPrimitives.WriteInt32BigEndian(part, BytesEach + 1);
        for (int sent = 0; sent + part.Length < BytesEach; sent += part.Length) peer.Send(part);
    }

    // To be refused is what may happen to it.
    private static void Ignoring(Action act)
    {
        try
        {
            act();
        }
        catch (SocketException)
        {
            return;
        }
    }
}
