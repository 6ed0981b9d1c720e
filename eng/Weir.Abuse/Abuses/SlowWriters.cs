using Weir.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>A byte at a time: a publish over AMQP, a request over Kafka.</summary>
internal sealed class SlowWriters : IAbuse
{
    private const int Each = 20;

    public string Name => "slow writers";

    public string Run(AbuseContext context)
    {
        using var publish = new PooledBufferWriter();
        AmqpPeer.Write(publish, "slow", new byte[200]);
        byte[] request = [0, 0, 1, 0, 0, 3, 0, 1, .. new byte[248]];
        List<AmqpPeer> amqp = [.. Enumerable.Range(0, Each).Select(_ => AmqpPeer.Open(context.Broker))];
        List<KafkaPeer> kafka = [.. Enumerable.Range(0, Each).Select(_ => new KafkaPeer(context.Broker))];
        int sent = 0;
        TimeSpan pause = context.Hold < TimeSpan.FromSeconds(4) ? context.Hold / 4 : TimeSpan.FromSeconds(1);
        for (TimeSpan left = context.Hold; left > TimeSpan.Zero && sent < request.Length; left -= pause, sent++)
        {
            foreach (AmqpPeer peer in amqp) peer.Send(publish.WrittenSpan.Slice(sent % publish.WrittenBytes, 1));
            foreach (KafkaPeer peer in kafka) peer.Send(request.AsSpan(sent, 1));
            Thread.Sleep(pause);
        }

        amqp.ForEach(static peer => peer.Dispose());
        kafka.ForEach(static peer => peer.Dispose());
        return $"{2 * Each} connections, {sent} bytes each";
    }
}
