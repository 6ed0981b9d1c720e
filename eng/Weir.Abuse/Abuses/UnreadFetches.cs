using System.Net.Sockets;
using Weir.Kafka.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Fetches of the most bytes, one behind the other, whose answers nobody reads.</summary>
internal sealed class UnreadFetches : IAbuse
{
    private const int Connections = 20;
    private const int Fetches = 20;

    public string Name => "unread fetches";

    public string Run(AbuseContext context)
    {
        using var producer = new KafkaPeer(context.Broker);
        producer.CreateTopic("fetched");
        byte[] batch = KafkaPeer.Batch(9, 100_000);
        for (int i = 0; i < 20; i++)
        {
            KafkaError error = producer.Produce("fetched", batch);
            AbuseException.Require(error == KafkaError.None, $"produce is answered {error}");
        }

        List<KafkaPeer> peers = [];
        for (int i = 0; i < Connections; i++)
        {
            var peer = new KafkaPeer(context.Broker);
            peer.Socket.ReceiveBufferSize = 4096;
            peers.Add(peer);
            for (int fetch = 0; fetch < Fetches; fetch++)
            {
                peer.Send(
                    new FetchRequest
                    {
                        MaxWaitMs = 500,
                        MinBytes = 1,
                        MaxBytes = int.MaxValue,
                        ReplicaId = -1,
                        Topics =
                        [
                            new()
                            {
                                Topic = "fetched",
                                Partitions = [new() { Partition = 0, FetchOffset = 0,
                                    PartitionMaxBytes = int.MaxValue }],
                            },
                        ],
                    },
                    4);
            }
        }

        Thread.Sleep(context.Hold);
        peers.ForEach(static peer => peer.Dispose());
        return $"{Connections} x {Fetches} fetches of 18 MB";
    }
}
