using Weir.Kafka.Wire;
using Weir.Wire.Records;

namespace Weir.Kafka.Tests.Handlers;

public sealed class ProduceTests
{
    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 4);
        KafkaClient client = harness.Connect();
        var sent = new List<int>();
        for (int i = 0; i < 50; i++)
        {
            byte[] batch = Records.Batch(harness.Time.NowMs, [$"{i}"]);
            sent.Add(await client.PostAsync(Records.Produce("t", (i % 4, batch)), 9));
        }

        int metadata = await client.PostAsync(new MetadataRequest { Topics = [] }, 9);
        int last = await client.PostAsync(Records.Produce("t", (0, Records.Batch(harness.Time.NowMs, ["last"]))), 9);
        for (int i = 0; i < sent.Count; i++)
        {
            ProduceResponse response = await client.ReceiveAsync<ProduceResponse>(ApiKey.Produce, 9, sent[i]);
            Assert.Equal(i / 4, response.Responses[0].PartitionResponses[0].BaseOffset);
        }

        await client.ReceiveAsync<MetadataResponse>(ApiKey.Metadata, 9, metadata);
        ProduceResponse end = await client.ReceiveAsync<ProduceResponse>(ApiKey.Produce, 9, last);
        Assert.Equal(13, end.Responses[0].PartitionResponses[0].BaseOffset);
    }

    [Fact]
    public async Task A_corrupt_batch_is_refused_and_its_neighbours_stand()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 3);
        byte[] corrupt = Records.Batch(harness.Time.NowMs, ["bad"]);
        corrupt[^1] ^= 1;
        byte[] sound = Records.Batch(harness.Time.NowMs, ["good"]);
        KafkaClient client = harness.Connect();
        ProduceResponse response = await client.SendAsync(
            Records.Produce("t", (0, sound), (1, corrupt), (2, sound), (7, sound)), 9);
        Assert.Equal(
            [KafkaError.None, KafkaError.CorruptMessage, KafkaError.None, KafkaError.UnknownTopicOrPartition],
            response.Responses[0].PartitionResponses.Select(p => p.ErrorCode));
        FetchResponse fetched = await client.SendAsync(Records.FetchAll("t", 0, 1, (0, 0), (1, 0), (2, 0)), 11);
        Assert.Equal(
            ["good", "", "good"],
            fetched.Responses[0].Partitions.Select(p => string.Join(',', Records.Values(p))));
    }

    [Fact]
    public async Task A_compacted_topic_names_the_records_without_a_key()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 1, ("cleanup.policy", "compact"));
        using var builder = new RecordBatchBuilder();
        builder.Reset(harness.Time.NowMs, CompressionCodec.Gzip);
        for (int i = 0; i < 6; i++) builder.Add(harness.Time.NowMs, "key"u8, i % 2 == 1, "v"u8, false, [], 0);
        ProduceResponse response = await harness.Connect().SendAsync(
            Records.Produce("t", (0, builder.Complete().ToArray())), 9);
        ProduceResponse.Partition partition = response.Responses[0].PartitionResponses[0];
        Assert.Equal(KafkaError.InvalidRecord, partition.ErrorCode);
        Assert.Equal([1, 3, 5], partition.RecordErrors.Select(refused => refused.BatchIndex));
    }

    [Theory]
    [InlineData("uncompressed", CompressionCodec.None)]
    [InlineData("gzip", CompressionCodec.Gzip)]
    [InlineData("snappy", CompressionCodec.Snappy)]
    [InlineData("producer", CompressionCodec.Gzip)]
    public async Task A_batch_is_stored_with_the_codec_of_its_topic(string type, CompressionCodec stored)
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync(
            "t", 1, ("compression.type", type), ("message.timestamp.type", "LogAppendTime"));
        using var builder = new RecordBatchBuilder();
        builder.Reset(harness.Time.NowMs, CompressionCodec.Gzip, producerId: 1, producerEpoch: 0, baseSequence: 0);
        builder.Add(harness.Time.NowMs, "key"u8, false, "a"u8, false, [], 0);
        builder.Add(harness.Time.NowMs, "key"u8, false, "b"u8, false, [], 0);
        byte[] batch = builder.Complete().ToArray();
        KafkaClient client = harness.Connect();
        for (int times = 0; times < 2; times++) await client.SendAsync(Records.Produce("t", (0, batch)), 9);

        FetchResponse response = await client.SendAsync(Records.Fetch("t", 0), 11);
        ReadOnlyMemory<byte> records = response.Responses[0].Partitions[0].Records!.Value;
        Assert.Equal(
            BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(records.Span, out RecordBatchHeader header));
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckRecords(records.Span, header, 1 << 20));
        Assert.Equal((stored, 2, records.Length), (header.Compression, header.RecordCount, header.SizeBytes));
        Assert.True(header.IsLogAppendTime);
    }

    [Fact]
    public async Task A_batch_that_grows_beyond_the_limit_when_its_topic_stores_it_is_too_large()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t", 1, ("compression.type", "uncompressed"), ("max.message.bytes", "1000"));
        using var builder = new RecordBatchBuilder();
        builder.Reset(harness.Time.NowMs, CompressionCodec.Gzip);
        builder.Add(harness.Time.NowMs, "key"u8, false, new byte[2000], false, [], 0);
        ProduceResponse response = await harness.Connect().SendAsync(
            Records.Produce("t", (0, builder.Complete().ToArray())), 9);
        Assert.Equal(KafkaError.MessageTooLarge, response.Responses[0].PartitionResponses[0].ErrorCode);
    }

    [Fact]
    public async Task Acks_0_is_not_answered_and_appends_all_the_same()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        KafkaClient client = harness.Connect();
        ProduceRequest request = Records.Produce("t", (0, Records.Batch(harness.Time.NowMs, ["a"])));
        request.Acks = 0;
        await client.PostAsync(request, 9);
        FetchResponse next = await client.SendAsync(Records.Fetch("t", 0), 11);
        Assert.Equal(["a"], Records.Values(next.Responses[0].Partitions[0]));
    }

    [Fact]
    public async Task Acks_0_that_is_refused_ends_the_connection()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient client = harness.Connect();
        ProduceRequest request = Records.Produce("none", (0, Records.Batch(harness.Time.NowMs, ["a"])));
        request.Acks = 0;
        await client.PostAsync(request, 9);
        Assert.Null(await client.TryReceiveFrameAsync());
        Assert.IsType<KafkaProtocolException>(await client.Ended);
    }

    [Fact]
    public async Task A_batch_sent_again_by_an_idempotent_producer_is_appended_once()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        KafkaClient client = harness.Connect();
        var outcomes = new List<(KafkaError, long)>();
        foreach (int sequence in new[] { 0, 1, 0, 5 })
        {
            byte[] batch = Records.Batch(harness.Time.NowMs, ["a"], producerId: 9, epoch: 0, sequence: sequence);
            ProduceResponse response = await client.SendAsync(Records.Produce("t", (0, batch)), 9);
            ProduceResponse.Partition result = response.Responses[0].PartitionResponses[0];
            outcomes.Add((result.ErrorCode, result.BaseOffset));
        }

        Assert.Equal(
            [
                (KafkaError.None, 0), (KafkaError.None, 1), (KafkaError.None, 0),
                (KafkaError.OutOfOrderSequenceNumber, -1),
            ],
            outcomes);
    }

    [Fact]
    public async Task A_commit_that_fails_ends_the_connection_of_a_client_that_only_waits()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        await harness.CreateTopicAsync("t");
        harness.Engine.Faults.Fence(harness.Broker.Topics.All.Single().Partitions[0].Shard.Id);
        KafkaClient client = harness.Connect();
        await client.PostAsync(Records.Produce("t", (0, Records.Batch(harness.Time.NowMs, ["a"]))), 9);
        Assert.Null(await client.TryReceiveFrameAsync());
        Assert.Null(await client.Ended);
    }
}
