using System.Buffers.Binary;
using System.Net.Sockets;

namespace Weir.Abuse.Abuses;

/// <summary>Kafka requests whose sizes lie: negative, over the limit, larger and smaller than what follows.</summary>
internal sealed class LyingSizes : IAbuse
{
    private static readonly int[] Refused = [-1, int.MinValue, int.MaxValue, (100 << 20) + 1];

    public string Name => "lying sizes";

    public string Run(AbuseContext context)
    {
        foreach (int size in Refused)
        {
            using var peer = new KafkaPeer(context.Broker);
            peer.Send(Frame(size, 100));
            AbuseException.Require(peer.Receive() is null, $"a request of {size} bytes is answered");
        }

        // Too small for what it holds: the rest would be the next request.
        for (int i = 0; i < 50; i++)
        {
            using var peer = new KafkaPeer(context.Broker);
            peer.Send(Frame(12, 400));
            while (peer.Receive() is not null)
            {
            }
        }

        // Announced and hardly sent.
        List<KafkaPeer> waiting = [.. Enumerable.Range(0, 100).Select(_ => new KafkaPeer(context.Broker))];
        foreach (KafkaPeer peer in waiting) peer.Send(Frame(99 << 20, 10_000));
        Thread.Sleep(context.Hold);
        foreach (KafkaPeer peer in waiting) peer.Dispose();
        return $"{Refused.Length + 50} refused, {waiting.Count} waiting";
    }

    private static byte[] Frame(int size, int bytes)
    {
        byte[] frame = new byte[bytes];
        BinaryPrimitives.WriteInt32BigEndian(frame, size);
        frame[5] = 3;
        return frame;
    }
}
