using System.Buffers.Binary;
using Weir.Kafka.Wire;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Abuse.Abuses;

/// <summary>Batches that decompress to a thousand times their size, and batches whose counts and offsets lie.</summary>
internal sealed class RecordBombs : IAbuse
{
    private static readonly CompressionCodec[] Codecs =
        [CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd];

    public string Name => "record bombs";

    public string Run(AbuseContext context)
    {
        using var peer = new KafkaPeer(context.Broker);
        peer.CreateTopic("bombs");
        int refused = 0;
        foreach (CompressionCodec codec in Codecs)
        {
            byte[] bomb = KafkaPeer.Batch(1, 256 << 20, codec);
            for (int i = 0; i < 3; i++) Refuse(peer, $"a bomb of {codec}", bomb);
            refused += 3;
        }

        byte[] batch = KafkaPeer.Batch(10, 100);
        foreach ((int at, int value) in ((int, int)[])[(23, 5), (23, -1), (57, 100), (57, -1), (57, int.MaxValue)])
        {
            byte[] lying = [.. batch];
            BinaryPrimitives.WriteInt32BigEndian(lying.AsSpan(at), value);
            BinaryPrimitives.WriteUInt32BigEndian(lying.AsSpan(17), Crc32C.Compute(lying.AsSpan(21)));
            Refuse(peer, $"{value} at byte {at}", lying);
            refused++;
        }

        return $"{refused} refused";
    }

    private static void Refuse(KafkaPeer peer, string what, byte[] batch)
    {
        KafkaError error = peer.Produce("bombs", batch);
        AbuseException.Require(error != KafkaError.None, $"{what} of {batch.Length} bytes is taken");
    }
}
