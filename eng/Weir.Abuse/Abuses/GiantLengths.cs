using Weir.Amqp.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Frames, bodies, strings and tables that claim more than there is or may be.</summary>
internal sealed class GiantLengths : IAbuse
{
    public string Name => "giant lengths";

    public string Run(AbuseContext context)
    {
        for (int i = 0; i < 20; i++)
        {
            Refuse(context, "a frame of 4 GiB", [1, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0], 501);
            Refuse(context, "a frame over frame-max", [3, 0, 1, 0, 2, 0, 1, 0], 501);
            using (AmqpPeer peer = AmqpPeer.Open(context.Broker))
            {
                peer.Send(static o =>
                {
                    BasicPublish.Write(o, 1, [], "good"u8, false, false);
                    AmqpPeer.WriteHeader(o, 1UL << 62);
                });
                peer.ExpectClose("a body of 2^62 bytes", 311, 406, 501, 502);
            }

            // queue.declare whose table claims 2 GiB.
            byte[] declare = [0, 50, 0, 10, 0, 0, 1, (byte)'q', 0, 0x7F, 0xFF, 0xFF, 0xFF];
            Refuse(context, "a table of 2 GiB", [1, 0, 1, 0, 0, 0, (byte)declare.Length, .. declare, 0xCE], 501, 502);
        }

        return "80 refused";
    }

    private static void Refuse(AbuseContext context, string what, byte[] bytes, params int[] codes)
    {
        using AmqpPeer peer = AmqpPeer.Open(context.Broker);
        peer.Send(bytes);
        peer.ExpectClose(what, codes);
    }
}
