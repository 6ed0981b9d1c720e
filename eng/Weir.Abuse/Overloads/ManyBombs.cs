using Weir.Kafka.Wire;
using Weir.Wire.Records;

namespace Weir.Abuse.Overloads;

/// <summary>
/// Batches on many connections at once that are small as they come and more than a topic takes when decompressed.
/// </summary>
internal sealed class ManyBombs : IOverload
{
    private const int Connections = 30;

    public string Name => "many bombs";

    public string Run(TargetBroker broker, TimeSpan hold)
    {
        byte[][] bombs =
        [
            KafkaPeer.Batch(1, 200 << 20, CompressionCodec.Gzip), KafkaPeer.Batch(1, 200 << 20, CompressionCodec.Zstd),
        ];
        using var setup = new KafkaPeer(broker);
        setup.CreateTopic("many-bombs");
        using var good = new GoodClient(broker);
        long end = Environment.TickCount64 + (long)hold.TotalMilliseconds;
        int refused = 0;
        Action[] work =
        [
            .. Enumerable.Range(0, Connections).Select(i => (Action)(() =>
            {
                using var peer = new KafkaPeer(broker);
                while (Environment.TickCount64 < end)
                {
                    KafkaError error = peer.Produce("many-bombs", bombs[i % bombs.Length]);
                    AbuseException.Require(error == KafkaError.MessageTooLarge, $"a bomb is answered {error}");
                    Interlocked.Increment(ref refused);
                }
            })),
        ];
        Flood.Run(hold, work, static () => { });
        return $"{refused} refused; others: {good.Take()}";
    }
}
