using Weir.Amqp.Wire;
using Weir.Kafka.Wire;

namespace Weir.Abuse.Overloads;

/// <summary>
/// Producers of both protocols that write as fast as their sockets take it and read no answer: more than the disk
/// takes. A client that keeps the rules goes on meanwhile.
/// </summary>
internal sealed class ProducerFlood : IOverload
{
    private const int Each = 6;
    private const double OthersP99MsMax = 5_000;

    public string Name => "producer flood";

    public string Run(TargetBroker broker, TimeSpan hold)
    {
        using var setup = AmqpPeer.Open(broker);
        setup.Declare("flooded");
        using var kafkaSetup = new KafkaPeer(broker);
        kafkaSetup.CreateTopic("flooded-kafka");
        using var good = new GoodClient(broker);
        List<AmqpPeer> amqp = [.. Enumerable.Range(0, Each).Select(_ => AmqpPeer.Open(broker))];
        List<KafkaPeer> kafka = [.. Enumerable.Range(0, Each).Select(_ => new KafkaPeer(broker))];
        byte[] body = new byte[100_000];
        byte[] batch = KafkaPeer.Batch(9, 100_000);
        long sent = 0;
        Action[] work =
        [
            .. amqp.Select(peer => (Action)(() =>
            {
                for (; ; Interlocked.Add(ref sent, body.Length)) peer.Publish("flooded", body);
            })),
            .. kafka.Select(peer => (Action)(() =>
            {
                for (; ; Interlocked.Add(ref sent, batch.Length)) peer.Send(KafkaPeer.ProduceOf("flooded-kafka",
                    batch), 7);
            })),
        ];
        foreach (AmqpPeer peer in amqp) peer.Socket.SendTimeout = 0;
        foreach (KafkaPeer peer in kafka) peer.Socket.SendTimeout = 0;
        Flood.Run(hold, work, () =>
        {
            amqp.ForEach(static peer => peer.Dispose());
            kafka.ForEach(static peer => peer.Dispose());
        });
        Latencies others = good.Take();
        AbuseException.Require(others.P99Ms < OthersP99MsMax, $"others waited {others}");
        setup.Send(static o => QueueDelete.Write(o, 1, "flooded"u8, false, false, false));
        setup.Expect(MethodId.QueueDeleteOk);
        kafkaSetup.Ask(new DeleteTopicsRequest { TopicNames = ["flooded-kafka"], TimeoutMs = 30_000 }, 3);
        return FormattableString.Invariant($"{(sent >> 20) / hold.TotalSeconds:F0} MiB/s taken; others: {others}");
    }
}
