using Weir.Kafka.Wire;

namespace Weir.Abuse.Overloads;

/// <summary>Fetches of everything, on many connections whose clients read slowly.</summary>
internal sealed class BigFetches : IOverload
{
    private const int Connections = 40;

    public string Name => "big fetches";

    public string Run(TargetBroker broker, TimeSpan hold)
    {
        using var producer = new KafkaPeer(broker);
        producer.CreateTopic("big");
        byte[] batch = KafkaPeer.Batch(9, 100_000);
        for (int i = 0; i < 100; i++)
        {
            KafkaError error = producer.Produce("big", batch);
            AbuseException.Require(error == KafkaError.None, $"produce is answered {error}");
        }

        using var good = new GoodClient(broker);
        List<KafkaPeer> peers = [.. Enumerable.Range(0, Connections).Select(_ => new KafkaPeer(broker))];
        long read = 0;
        Action[] work =
        [
            .. peers.Select(peer => (Action)(() =>
            {
                peer.Socket.ReceiveTimeout = 0;
                byte[] sip = new byte[64 << 10];
                while (true)
                {
                    peer.Send(
                        new FetchRequest
                        {
                            MaxWaitMs = 500, MinBytes = 1, MaxBytes = int.MaxValue, ReplicaId = -1,
                            Topics =
                            [
                                new()
                                {
                                    Topic = "big",
                                    Partitions =
                                        [new() { Partition = 0, FetchOffset = 0, PartitionMaxBytes = int.MaxValue }],
                                },
                            ],
                        },
                        4);
                    for (int i = 0; i < 200; i++)
                    {
                        Interlocked.Add(ref read, peer.Socket.Receive(sip));
                        Thread.Sleep(5);
                    }
                }
            })),
        ];
        Flood.Run(hold, work, () => peers.ForEach(static peer => peer.Dispose()));
        return $"{Connections} x 90 MB, {read >> 20} MiB read; others: {good.Take()}";
    }
}
