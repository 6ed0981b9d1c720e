using System.Buffers.Binary;
using Weir.Broker.Topics;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

public sealed class SessionTests
{
    [Theory]
    [InlineData(1001)]
    [InlineData(int.MaxValue)]
    [InlineData(7)]
    [InlineData(-1)]
    public async Task A_frame_of_a_size_that_is_not_allowed_ends_the_connection(int size)
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync(new KafkaOptions { RequestBytesMax = 1000 });
        KafkaClient client = harness.Connect();
        byte[] head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, size);
        await client.PostRawAsync(head);
        Assert.Null(await client.TryReceiveFrameAsync());
        Assert.IsType<KafkaProtocolException>(await client.Ended);
    }

    [Theory]
    [InlineData(27, 0)] // between brokers
    [InlineData(9999, 0)]
    [InlineData(-5, 0)]
    [InlineData(3, 99)] // metadata of the future
    [InlineData(0, 2)] // announced, and not served
    public async Task An_API_that_is_not_served_ends_the_connection(short key, short version)
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient client = harness.Connect();
        await client.PostAsync(key, version, [0, 0, 0, 0]);
        Assert.Null(await client.TryReceiveFrameAsync());
        Assert.IsType<KafkaProtocolException>(await client.Ended);
    }

    [Fact]
    public async Task ApiVersions_of_the_future_is_answered_in_the_oldest_layout()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient client = harness.Connect();
        await client.PostAsync(18, 99, [1, 2, 3]);
        byte[]? frame = await client.TryReceiveFrameAsync();
        var reader = new KafkaReader(frame.AsMemory());
        Assert.Equal(1, ResponseHeader.Read(ref reader, 0).CorrelationId);
        ApiVersionsResponse response = ApiVersionsResponse.Read(ref reader, 0);
        Assert.Equal(0, reader.Remaining);
        Assert.Equal(KafkaError.UnsupportedVersion, response.ErrorCode);
        Assert.Contains(response.ApiKeys, k => k.ApiKey == 18 && k.MaxVersion == 4);
        Assert.Equal(KafkaError.None, (await client.SendAsync(new ApiVersionsRequest(), 0)).ErrorCode);
    }

    [Fact]
    public async Task A_malformed_body_ends_its_connection_and_no_other()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient witness = harness.Connect();
        foreach (ApiEntry api in harness.Server.Handlers.Announced)
        {
            // ApiVersions 0 has no body, so bytes behind it are no error.
            if (api.Key == ApiKey.ApiVersions) continue;
            KafkaClient client = harness.Connect();
            await client.PostAsync((short)api.Key, api.MaxVersion, [0x7F, 0xFE, 0x80]);
            Assert.Null(await client.TryReceiveFrameAsync());
            Assert.IsType<KafkaProtocolException>(await client.Ended);
            Assert.Equal(KafkaError.None, (await witness.SendAsync(new ApiVersionsRequest(), 3)).ErrorCode);
        }
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_answered()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        KafkaClient client = harness.Connect();
        using var writer = new KafkaWriter();
        int frame = writer.BeginFrame();
        new RequestHeader(3, 1, 1, "slow").Write(writer, 1);
        new MetadataRequest { Topics = null }.Write(writer, 1);
        writer.EndFrame(frame);
        for (int i = 0; i < writer.Length; i++) await client.PostRawAsync(writer.Written.Slice(i, 1));
        MetadataResponse response = await client.ReceiveAsync<MetadataResponse>(ApiKey.Metadata, 1, 1);
        Assert.Equal(1, response.ControllerId);
    }

    [Fact]
    public async Task A_topic_of_another_namespace_cannot_be_reached_by_its_id()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        Assert.True((await harness.Broker.Namespaces.CreateAsync("elsewhere", CancellationToken.None)).IsDone);
        TopicOutcome made = await harness.Broker.Topics.CreateAsync(
            "elsewhere", "t", TopicKind.Stream, 1, new Dictionary<string, string>(), false, CancellationToken.None);
        Guid id = made.Topic!.Id;
        KafkaClient client = harness.Connect();
        FetchRequest fetch = Records.Fetch("", 0);
        fetch.Topics[0].TopicId = id;
        FetchResponse fetched = await client.SendAsync(fetch, 13);
        Assert.Equal(KafkaError.UnknownTopicId, fetched.Responses[0].Partitions[0].ErrorCode);
        MetadataResponse shown = await client.SendAsync(
            new MetadataRequest { Topics = [new MetadataRequest.Topic { TopicId = id, Name = null }] }, 12);
        Assert.Equal(KafkaError.UnknownTopicId, shown.Topics[0].ErrorCode);
        DeleteTopicsResponse deleted = await client.SendAsync(
            new DeleteTopicsRequest { Topics = [new DeleteTopicsRequest.Topic { TopicId = id }] }, 6);
        Assert.Equal(KafkaError.UnknownTopicId, deleted.Responses[0].ErrorCode);
        Assert.False(made.Topic.IsDeleted);
    }
}
