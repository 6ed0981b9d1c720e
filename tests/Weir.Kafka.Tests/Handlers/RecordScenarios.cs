using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Producing, fetching, offsets and producer ids at any version.</summary>
internal static class RecordScenarios
{
    public static Dictionary<ApiKey, Scenario> All { get; } = new()
    {
        [ApiKey.Produce] = ProduceAsync,
        [ApiKey.Fetch] = FetchAsync,
        [ApiKey.ListOffsets] = ListOffsetsAsync,
        [ApiKey.InitProducerId] = InitProducerIdAsync,
        [ApiKey.DeleteRecords] = DeleteRecordsAsync,
        [ApiKey.OffsetForLeaderEpoch] = OffsetForLeaderEpochAsync,
        [ApiKey.DescribeProducers] = DescribeProducersAsync,
    };

    private static async Task ProduceAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        for (int i = 0; i < 2; i++)
        {
            ProduceRequest request = Records.Produce("t", (0, Records.Batch(harness.Time.NowMs, ["a", "b"])));
            request.TopicData[0].TopicId = harness.IdOf("t");
            ProduceResponse response = await client.SendAsync(request, version);
            ProduceResponse.Partition result = Assert.Single(Assert.Single(response.Responses).PartitionResponses);
            Assert.Equal((KafkaError.None, 2L * i), (result.ErrorCode, result.BaseOffset));
        }
    }

    private static async Task FetchAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await Records.ProduceAsync(harness, "t", 0, "a", "b");
        FetchRequest request = Records.Fetch("t", 0);
        request.Topics[0].TopicId = harness.IdOf("t");
        FetchResponse response = await client.SendAsync(request, version);
        FetchResponse.FetchableTopic topic = Assert.Single(response.Responses);
        if (version >= 13) Assert.Equal(harness.IdOf("t"), topic.TopicId);
        FetchResponse.PartitionData partition = Assert.Single(topic.Partitions);
        Assert.Equal(2, partition.HighWatermark);
        Assert.Equal(["a", "b"], Records.Values(partition));
    }

    private static async Task ListOffsetsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await Records.ProduceAsync(harness, "t", 0, "a", "b");
        foreach ((long timestamp, long expected) in new[] { (-1L, 2L), (-2L, 0L), (harness.Time.NowMs, 0L) })
        {
            ListOffsetsResponse response = await client.SendAsync(
                new ListOffsetsRequest
                {
                    Topics =
                    [
                        new ListOffsetsRequest.Topic
                        {
                            Name = "t",
                            Partitions = [new ListOffsetsRequest.Partition { Timestamp = timestamp }],
                        },
                    ],
                },
                version);
            ListOffsetsResponse.PartitionResponse found = Assert.Single(Assert.Single(response.Topics).Partitions);
            Assert.Equal((KafkaError.None, expected), (found.ErrorCode, found.Offset));
        }
    }

    private static async Task InitProducerIdAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        InitProducerIdResponse one = await client.SendAsync(new InitProducerIdRequest(), version);
        InitProducerIdResponse two = await client.SendAsync(new InitProducerIdRequest(), version);
        Assert.Equal((KafkaError.None, 0), (one.ErrorCode, one.ProducerEpoch));
        Assert.NotEqual(one.ProducerId, two.ProducerId);
        InitProducerIdResponse transactional = await client.SendAsync(
            new InitProducerIdRequest { TransactionalId = "x" }, version);
        Assert.Equal(KafkaError.TransactionalIdAuthorizationFailed, transactional.ErrorCode);
    }

    private static async Task DeleteRecordsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await harness.CreateTopicAsync("compacted", 1, ("cleanup.policy", "compact"));
        await Records.ProduceAsync(harness, "t", 0, "a", "b", "c");
        await DeleteAsync("t", 2, KafkaError.None, 2);
        await DeleteAsync("t", 1, KafkaError.None, 2);
        await DeleteAsync("t", 4, KafkaError.OffsetOutOfRange, -1);
        await DeleteAsync("t", -2, KafkaError.OffsetOutOfRange, -1);
        await DeleteAsync("t", -1, KafkaError.None, 3);
        await DeleteAsync("none", 0, KafkaError.UnknownTopicOrPartition, -1);
        await DeleteAsync("compacted", 0, KafkaError.PolicyViolation, -1);
        FetchResponse below = await client.SendAsync(Records.Fetch("t", 2), 4);
        Assert.Equal(KafkaError.OffsetOutOfRange, below.Responses[0].Partitions[0].ErrorCode);

        async Task DeleteAsync(string topic, long offset, KafkaError error, long lowWatermark)
        {
            DeleteRecordsResponse response = await client.SendAsync(
                new DeleteRecordsRequest
                {
                    Topics =
                    [
                        new DeleteRecordsRequest.Topic
                        {
                            Name = topic,
                            Partitions = [new DeleteRecordsRequest.Partition { Offset = offset }],
                        },
                    ],
                },
                version);
            DeleteRecordsResponse.PartitionResult result = Assert.Single(Assert.Single(response.Topics).Partitions);
            Assert.Equal((error, lowWatermark), (result.ErrorCode, result.LowWatermark));
        }
    }

    private static async Task OffsetForLeaderEpochAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await Records.ProduceAsync(harness, "t", 0, "a", "b", "c");
        await FindAsync("t", -1, 0, KafkaError.None, 0, 3);
        await FindAsync("t", 0, 0, KafkaError.None, 0, 3);
        await FindAsync("t", 0, -1, KafkaError.None, -1, -1);
        await FindAsync("t", 0, 7, KafkaError.None, -1, -1);
        await FindAsync("t", 1, 0, KafkaError.UnknownLeaderEpoch, -1, -1);
        await FindAsync("none", 0, 0, KafkaError.UnknownTopicOrPartition, -1, -1);

        async Task FindAsync(string topic, int current, int asked, KafkaError error, int epoch, long end)
        {
            OffsetForLeaderEpochResponse response = await client.SendAsync(
                new OffsetForLeaderEpochRequest
                {
                    Topics =
                    [
                        new OffsetForLeaderEpochRequest.OffsetForLeaderTopic
                        {
                            Topic = topic,
                            Partitions =
                            [
                                new OffsetForLeaderEpochRequest.OffsetForLeaderPartition
                                {
                                    CurrentLeaderEpoch = current,
                                    LeaderEpoch = asked,
                                },
                            ],
                        },
                    ],
                },
                version);
            OffsetForLeaderEpochResponse.EpochEndOffset found =
                Assert.Single(Assert.Single(response.Topics).Partitions);
            Assert.Equal((error, epoch, end), (found.ErrorCode, found.LeaderEpoch, found.EndOffset));
        }
    }

    private static async Task DescribeProducersAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        byte[] batch = Records.Batch(harness.Time.NowMs, ["a", "b"], producerId: 77, epoch: 3, sequence: 0);
        await client.SendAsync(Records.Produce("t", (0, batch)), 9);
        DescribeProducersResponse response = await client.SendAsync(
            new DescribeProducersRequest
            {
                Topics = [new DescribeProducersRequest.TopicRequest { Name = "t", PartitionIndexes = [0, 1] }],
            },
            version);
        List<DescribeProducersResponse.PartitionResponse> partitions = Assert.Single(response.Topics).Partitions;
        DescribeProducersResponse.ProducerState producer = Assert.Single(partitions[0].ActiveProducers);
        Assert.Equal((77L, 3, 1), (producer.ProducerId, producer.ProducerEpoch, producer.LastSequence));
        Assert.Equal((harness.Time.NowMs, -1L), (producer.LastTimestamp, producer.CurrentTxnStartOffset));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, partitions[1].ErrorCode);
    }
}
