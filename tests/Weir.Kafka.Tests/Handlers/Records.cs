using System.Text;
using Weir.Kafka.Wire;
using Weir.Wire.Records;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Batches, and the requests that carry them.</summary>
internal static class Records
{
    public static byte[] Batch(
        long timestampMs, string[] values, long producerId = -1, short epoch = -1, int sequence = -1)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(timestampMs, producerId: producerId, producerEpoch: epoch, baseSequence: sequence);
        foreach (string value in values)
            builder.Add(timestampMs, "key"u8, false, Encoding.UTF8.GetBytes(value), false, [], 0);
        return builder.Complete().ToArray();
    }

    public static ProduceRequest Produce(string topic, params (int Partition, byte[] Batch)[] batches) => new()
    {
        Acks = -1,
        TimeoutMs = 1000,
        TopicData =
        [
            new ProduceRequest.Topic
            {
                Name = topic,
                PartitionData =
                [
                    .. batches.Select(static b =>
                        new ProduceRequest.Partition { Index = b.Partition, Records = b.Batch }),
                ],
            },
        ],
    };

    public static async Task<long> ProduceAsync(KafkaHarness harness, string topic, int partition,
        params string[] values)
    {
        await using var client = new KafkaClient(harness.Server);
        ProduceResponse response = await client.SendAsync(
            Produce(topic, (partition, Batch(harness.Time.NowMs, values))), 9);
        ProduceResponse.Partition result = Assert.Single(Assert.Single(response.Responses).PartitionResponses);
        Assert.Equal(KafkaError.None, result.ErrorCode);
        return result.BaseOffset;
    }

    public static FetchRequest Fetch(string topic, long offset, int maxWaitMs = 0, int minBytes = 1) =>
        FetchAll(topic, maxWaitMs, minBytes, (0, offset));

    public static FetchRequest FetchAll(
        string topic, int maxWaitMs, int minBytes, params (int Partition, long Offset)[] from) => new()
        {
            MaxWaitMs = maxWaitMs,
            MinBytes = minBytes,
            Topics =
        [
            new FetchRequest.FetchTopic
            {
                Topic = topic,
                Partitions =
                [
                    .. from.Select(f => new FetchRequest.FetchPartition
                    {
                        Partition = f.Partition,
                        FetchOffset = f.Offset,
                        PartitionMaxBytes = 1 << 20,
                    }),
                ],
            },
        ],
        };

    /// <summary>The values of all records in a fetched partition.</summary>
    public static List<string> Values(FetchResponse.PartitionData partition)
    {
        var values = new List<string>();
        ReadOnlyMemory<byte> rest = partition.Records ?? default;
        while (rest.Length > 0)
        {
            Assert.True(RecordBatchHeader.TryRead(rest.Span, out RecordBatchHeader header));
            var records = new RecordReader(rest.Span[RecordBatchHeader.Bytes..header.SizeBytes], header.RecordCount);
            while (records.TryRead(out RecordView record)) values.Add(Encoding.UTF8.GetString(record.Value));
            Assert.False(records.IsMalformed);
            rest = rest[header.SizeBytes..];
        }

        return values;
    }
}
