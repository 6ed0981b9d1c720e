using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Kafka.Wire;
using Weir.Wire.Records;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Records with the header deliver-at.</summary>
public sealed class DelayTests
{
    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    public async Task A_record_with_deliver_at_comes_later_and_its_neighbours_now(CompressionCodec codec)
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 1, ("delayed.delivery", "true"));
        KafkaClient client = harness.Connect();
        byte[] batch = Batch(harness, codec, producerId: 7, ("a", 0), ("b", 5_000), ("c", 0));
        for (int times = 0; times < 2; times++)
        {
            ProduceResponse.Partition answer = await ProduceAsync(client, batch);
            Assert.Equal((KafkaError.None, 0L), (answer.ErrorCode, answer.BaseOffset));
        }

        byte[] next = Batch(harness, codec, producerId: 7, sequence: 3, ("d", 0));
        Assert.Equal(3, (await ProduceAsync(client, next)).BaseOffset);
        Assert.Equal(["a", "c", "d"], await ValuesAsync(client));
        harness.Time.Advance(TimeSpan.FromMilliseconds(4_999));
        Assert.Equal(["a", "c", "d"], await ValuesAsync(client));
        harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => harness.Broker.Delays.PendingCount == 0);
        Assert.Equal(["a", "c", "d", "b"], await ValuesAsync(client));
    }

    [Fact]
    public async Task A_batch_of_delayed_records_alone_takes_its_offsets_and_is_known_again()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 1, ("delayed.delivery", "true"));
        KafkaClient client = harness.Connect();
        byte[] batch = Batch(harness, CompressionCodec.None, producerId: 7, ("a", 1_000), ("b", 500));
        for (int times = 0; times < 2; times++) Assert.Equal(0, (await ProduceAsync(client, batch)).BaseOffset);
        Assert.Equal(2, harness.Broker.Delays.PendingCount);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => harness.Broker.Delays.PendingCount == 0);
        Assert.Equal(["b", "a"], await ValuesAsync(client));
    }

    [Fact]
    public async Task A_topic_that_does_not_ask_for_it_takes_the_header_as_any_other()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        KafkaClient client = harness.Connect();
        await ProduceAsync(client, Batch(harness, CompressionCodec.None, producerId: -1, ("a", 5_000)));
        Assert.Equal(["a"], await ValuesAsync(client));
    }

    [Fact]
    public async Task A_queue_always_does_and_keeps_no_trace_of_the_offsets_left_out()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.Broker.Queues.DeclareAsync(MessageBroker.DefaultNamespace, "t", new QueueOptions(), default);
        KafkaClient client = harness.Connect();
        await ProduceAsync(client, Batch(harness, CompressionCodec.None, producerId: 7, ("a", 1_000), ("b", 2_000)));
        harness.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => harness.Broker.Delays.PendingCount == 0);
        Queue queue = harness.Broker.Queues.Find(MessageBroker.DefaultNamespace, "t")!;
        using var settled = new Settlements();
        foreach (string value in (string[])["a", "b"])
        {
            string? got = await queue.GetAsync((in Delivery delivery) =>
            {
                settled.Add(queue, delivery.Message);
                return Encoding.UTF8.GetString(delivery.Record.Value);
            });
            Assert.Equal(value, got);
        }

        settled.Commit();
        Assert.Equal(4, queue.Topic.Partitions[0].Log.StartOffset);
    }

    [Fact]
    public async Task A_time_that_is_none_is_an_invalid_record()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 1, ("delayed.delivery", "true"));
        using var headers = new RecordHeaderWriter();
        headers.Add("deliver-at"u8, "soon"u8);
        using var builder = new RecordBatchBuilder();
        builder.Reset(harness.Time.NowMs);
        builder.Add(harness.Time.NowMs, default, true, "a"u8, false, headers.Raw, headers.Count);
        byte[] batch = builder.Complete().ToArray();
        Assert.Equal(KafkaError.InvalidRecord, (await ProduceAsync(harness.Connect(), batch)).ErrorCode);
    }

    private static byte[] Batch(
        KafkaHarness harness, CompressionCodec codec, long producerId, params (string Value, long DelayMs)[] records) =>
        Batch(harness, codec, producerId, 0, records);

    private static byte[] Batch(
        KafkaHarness harness,
        CompressionCodec codec,
        long producerId,
        int sequence,
        params (string Value, long DelayMs)[] records)
    {
        using var builder = new RecordBatchBuilder();
        using var headers = new RecordHeaderWriter();
        builder.Reset(
            harness.Time.NowMs, codec, producerId, (short)(producerId < 0 ? -1 : 0), producerId < 0 ? -1 : sequence);
        foreach ((string value, long delayMs) in records)
        {
            headers.Reset();
            byte[] binary = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(binary, harness.Time.NowMs + delayMs);
            string text = (harness.Time.NowMs + delayMs).ToString(CultureInfo.InvariantCulture);
            if (delayMs > 0) headers.Add("deliver-at"u8, delayMs == 500 ? binary : Encoding.ASCII.GetBytes(text));
            builder.Add(
                harness.Time.NowMs, default, true, Encoding.UTF8.GetBytes(value), false, headers.Raw, headers.Count);
        }

        return builder.Complete().ToArray();
    }

    private static async Task<ProduceResponse.Partition> ProduceAsync(KafkaClient client, byte[] batch) =>
        (await client.SendAsync(Handlers.Records.Produce("t", (0, batch)), 9))
        .Responses[0].PartitionResponses[0];

    private static async Task<List<string>> ValuesAsync(KafkaClient client)
    {
        FetchResponse response = await client.SendAsync(Handlers.Records.Fetch("t", 0), 11);
        ReadOnlyMemory<byte> rest = response.Responses[0].Partitions[0].Records ?? default;
        var values = new List<string>();
        while (RecordBatchHeader.TryRead(rest.Span, out RecordBatchHeader header))
        {
            Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(rest.Span, out _));
            using var plain = new Weir.Wire.PooledBufferWriter();
            RecordBatchRecords.Open(rest.Span[..header.SizeBytes], header, plain, 1 << 20, out var records);
            var reader = new RecordReader(records, header.RecordCount);
            while (reader.TryRead(out RecordView record)) values.Add(Encoding.UTF8.GetString(record.Value));
            rest = rest[header.SizeBytes..];
        }

        return values;
    }
}
