using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Topics, their partitions and their settings at any version.</summary>
internal static class TopicScenarios
{
    public static Dictionary<ApiKey, Scenario> All { get; } = new()
    {
        [ApiKey.Metadata] = MetadataAsync,
        [ApiKey.CreateTopics] = CreateTopicsAsync,
        [ApiKey.DeleteTopics] = DeleteTopicsAsync,
        [ApiKey.CreatePartitions] = CreatePartitionsAsync,
        [ApiKey.DescribeTopicPartitions] = DescribeTopicPartitionsAsync,
        [ApiKey.DescribeConfigs] = DescribeConfigsAsync,
        [ApiKey.AlterConfigs] = AlterConfigsAsync,
        [ApiKey.IncrementalAlterConfigs] = IncrementalAlterConfigsAsync,
    };

    private static async Task MetadataAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 2);
        MetadataResponse response = await client.SendAsync(
            new MetadataRequest
            {
                Topics = [new MetadataRequest.Topic { Name = "t" }, new MetadataRequest.Topic { Name = "no/name" }],
            },
            version);
        MetadataResponse.Broker node = Assert.Single(response.Brokers);
        Assert.Equal((1, "127.0.0.1", 9092), (node.NodeId, node.Host, node.Port));
        Assert.Equal([1, 1], response.Topics[0].Partitions.Select(p => p.LeaderId));
        if (version >= 10) Assert.Equal(harness.IdOf("t"), response.Topics[0].TopicId);
        Assert.Equal(KafkaError.InvalidTopic, response.Topics[1].ErrorCode);
    }

    private static async Task CreateTopicsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        var request = new CreateTopicsRequest
        {
            Topics =
            [
                new CreateTopicsRequest.CreatableTopic
                {
                    Name = "t",
                    NumPartitions = 3,
                    ReplicationFactor = 1,
                    Configs = [new CreateTopicsRequest.CreatableTopicConfig { Name = "retention.ms", Value = "1000" }],
                },
                new CreateTopicsRequest.CreatableTopic { Name = "r3", NumPartitions = 1, ReplicationFactor = 3 },
            ],
        };
        CreateTopicsResponse made = await client.SendAsync(request, version);
        Assert.Equal([KafkaError.None, KafkaError.InvalidReplicationFactor], made.Topics.Select(t => t.ErrorCode));
        if (version >= 5)
        {
            CreateTopicsResponse.TopicConfig config = made.Topics[0].Configs!.Single(c => c.Name == "retention.ms");
            Assert.Equal(("1000", 1), (config.Value, config.ConfigSource));
        }

        CreateTopicsResponse again = await client.SendAsync(request, version);
        Assert.Equal(KafkaError.TopicAlreadyExists, again.Topics[0].ErrorCode);
    }

    private static async Task DeleteTopicsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t");
        await harness.CreateTopicAsync("u");
        var request = new DeleteTopicsRequest();
        if (version < 6)
        {
            request.TopicNames = ["t", "none"];
        }
        else
        {
            request.Topics =
            [
                new DeleteTopicsRequest.Topic { Name = "t" },
                new DeleteTopicsRequest.Topic { Name = "none" },
                new DeleteTopicsRequest.Topic { TopicId = harness.IdOf("u") },
                new DeleteTopicsRequest.Topic { TopicId = Guid.NewGuid() },
                new DeleteTopicsRequest.Topic(),
            ];
        }

        DeleteTopicsResponse response = await client.SendAsync(request, version);
        KafkaError[] expected =
        [
            KafkaError.None, KafkaError.UnknownTopicOrPartition, KafkaError.None,
            KafkaError.UnknownTopicId, KafkaError.InvalidRequest,
        ];
        Assert.Equal(version < 6 ? expected[..2] : expected, response.Responses.Select(r => r.ErrorCode));
        Assert.Equal("t", response.Responses[0].Name);
        Assert.Equal(version < 6 ? ["u"] : [], harness.Broker.Topics.All.Select(t => t.Name));
    }

    private static async Task CreatePartitionsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 2);
        Assert.Equal(KafkaError.UnknownTopicOrPartition, await GrowAsync("none", 3));
        Assert.Equal(KafkaError.InvalidPartitions, await GrowAsync("t", 2));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, await GrowAsync("t", 3, 2));
        Assert.Equal(KafkaError.None, await GrowAsync("t", 4, validateOnly: true));
        Assert.Equal(2, harness.Broker.Topics.All.Single().Partitions.Count);
        Assert.Equal(KafkaError.None, await GrowAsync("t", 3, 1));
        Assert.Equal(KafkaError.None, await GrowAsync("t", 5));
        Assert.Equal(0, await Records.ProduceAsync(harness, "t", 4, "new"));

        async Task<KafkaError> GrowAsync(string topic, int count, int? node = null, bool validateOnly = false)
        {
            CreatePartitionsResponse response = await client.SendAsync(
                new CreatePartitionsRequest
                {
                    Topics =
                    [
                        new CreatePartitionsRequest.Topic
                        {
                            Name = topic,
                            Count = count,
                            Assignments = node is { } id
                                ? [new CreatePartitionsRequest.Assignment { BrokerIds = [id] }]
                                : null,
                        },
                    ],
                    ValidateOnly = validateOnly,
                },
                version);
            return Assert.Single(response.Results).ErrorCode;
        }
    }

    private static async Task DescribeTopicPartitionsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("a", 3);
        await harness.CreateTopicAsync("b", 2);
        var seen = new List<string>();
        DescribeTopicPartitionsRequest.Position? cursor = null;
        for (int pages = 0; pages < 10; pages++)
        {
            DescribeTopicPartitionsResponse page = await client.SendAsync(
                new DescribeTopicPartitionsRequest { ResponsePartitionLimit = 2, Cursor = cursor }, version);
            foreach (DescribeTopicPartitionsResponse.Topic topic in page.Topics)
                seen.AddRange(topic.Partitions.Select(p => $"{topic.Name}{p.PartitionIndex}"));
            if (page.NextCursor is not { } next) break;
            cursor = new DescribeTopicPartitionsRequest.Position
            {
                TopicName = next.TopicName,
                PartitionIndex = next.PartitionIndex,
            };
        }

        Assert.Equal(["a0", "a1", "a2", "b0", "b1"], seen);
        DescribeTopicPartitionsResponse named = await client.SendAsync(
            new DescribeTopicPartitionsRequest
            {
                Topics = [new DescribeTopicPartitionsRequest.TopicRequest { Name = "none" }],
            },
            version);
        Assert.Equal(KafkaError.UnknownTopicOrPartition, Assert.Single(named.Topics).ErrorCode);
    }

    private static async Task DescribeConfigsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 1, ("retention.ms", "1000"));
        DescribeConfigsResponse response = await client.SendAsync(
            new DescribeConfigsRequest
            {
                Resources =
                [
                    Resource(2, "t", "retention.ms", "cleanup.policy", "none"), Resource(2, "none"), Resource(4, "1"),
                    Resource(4, "2"), Resource(16, "x"),
                ],
                IncludeSynonyms = true,
                IncludeDocumentation = version >= 3,
            },
            version);
        Assert.Equal(
            [
                KafkaError.None, KafkaError.UnknownTopicOrPartition, KafkaError.None, KafkaError.InvalidRequest,
                KafkaError.InvalidRequest,
            ],
            response.Results.Select(r => r.ErrorCode));
        Assert.Equal(2, response.Results[0].Configs.Count);
        DescribeConfigsResponse.ResourceResult retention =
            response.Results[0].Configs.Single(c => c.Name == "retention.ms");
        Assert.Equal(("1000", 1, false), (retention.Value, retention.ConfigSource, retention.ReadOnly));
        Assert.Equal([("1000", 1), ("604800000", 5)], retention.Synonyms.Select(s => (s.Value!, (int)s.Source)));
        DescribeConfigsResponse.ResourceResult policy =
            response.Results[0].Configs.Single(c => c.Name == "cleanup.policy");
        Assert.Equal(("delete", 5), (policy.Value, policy.ConfigSource));
        DescribeConfigsResponse.ResourceResult node =
            response.Results[2].Configs.Single(c => c.Name == "num.partitions");
        Assert.Equal(("1", true), (node.Value, node.ReadOnly));
        if (version < 3) return;
        Assert.Equal((5, 7), (retention.ConfigType, policy.ConfigType));
        Assert.Contains("milliseconds", retention.Documentation, StringComparison.Ordinal);

        static DescribeConfigsRequest.Resource Resource(sbyte type, string name, params string[] keys) =>
            new() { ResourceType = type, ResourceName = name, ConfigurationKeys = keys.Length == 0 ? null : [.. keys] };
    }

    private static async Task AlterConfigsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 1, ("retention.ms", "1000"));
        Assert.Equal(KafkaError.None, await AlterAsync(2, "t", "segment.bytes", "5000", validateOnly: true));
        Assert.Equal("1000", SettingsOf(harness)["retention.ms"]);
        Assert.Equal(KafkaError.None, await AlterAsync(2, "t", "segment.bytes", "5000"));
        Assert.Equal(["segment.bytes"], SettingsOf(harness).Keys);
        Assert.Equal(KafkaError.InvalidConfig, await AlterAsync(2, "t", "segment.bytes", "many"));
        Assert.Equal(KafkaError.InvalidRequest, await AlterAsync(2, "t", "segment.bytes", null));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, await AlterAsync(2, "none", "segment.bytes", "5000"));
        Assert.Equal(KafkaError.InvalidRequest, await AlterAsync(4, "1", "num.partitions", "5"));

        async Task<KafkaError> AlterAsync(sbyte type, string resource, string name, string? value,
            bool validateOnly = false)
        {
            AlterConfigsResponse response = await client.SendAsync(
                new AlterConfigsRequest
                {
                    Resources =
                    [
                        new AlterConfigsRequest.Resource
                        {
                            ResourceType = type,
                            ResourceName = resource,
                            Configs = [new AlterConfigsRequest.AlterableConfig { Name = name, Value = value }],
                        },
                    ],
                    ValidateOnly = validateOnly,
                },
                version);
            return Assert.Single(response.Responses).ErrorCode;
        }
    }

    private static async Task IncrementalAlterConfigsAsync(KafkaHarness harness, KafkaClient client, short version)
    {
        await harness.CreateTopicAsync("t", 1, ("retention.ms", "1000"));
        Assert.Equal(KafkaError.None, await AlterAsync(0, "segment.bytes", "5000"));
        Assert.Equal(["retention.ms", "segment.bytes"], SettingsOf(harness).Keys.Order());
        Assert.Equal(KafkaError.None, await AlterAsync(1, "retention.ms", null));
        Assert.Equal(["segment.bytes"], SettingsOf(harness).Keys);
        Assert.Equal(KafkaError.None, await AlterAsync(2, "cleanup.policy", "compact"));
        Assert.Equal("delete,compact", SettingsOf(harness)["cleanup.policy"]);
        Assert.Equal(KafkaError.None, await AlterAsync(3, "cleanup.policy", "delete"));
        Assert.Equal("compact", SettingsOf(harness)["cleanup.policy"]);
        Assert.Equal(KafkaError.InvalidConfig, await AlterAsync(2, "segment.bytes", "1"));
        Assert.Equal(KafkaError.InvalidConfig, await AlterAsync(0, "no.such.setting", "1"));
        Assert.Equal(KafkaError.InvalidRequest, await AlterAsync(4, "segment.bytes", "1"));
        Assert.Equal(KafkaError.None, await AlterAsync(0, "segment.bytes", "6000", validateOnly: true));
        Assert.Equal("5000", SettingsOf(harness)["segment.bytes"]);

        async Task<KafkaError> AlterAsync(sbyte operation, string name, string? value, bool validateOnly = false)
        {
            IncrementalAlterConfigsResponse response = await client.SendAsync(
                new IncrementalAlterConfigsRequest
                {
                    Resources =
                    [
                        new IncrementalAlterConfigsRequest.AlterConfigsResource
                        {
                            ResourceType = 2,
                            ResourceName = "t",
                            Configs =
                            [
                                new IncrementalAlterConfigsRequest.AlterableConfig
                                {
                                    Name = name,
                                    ConfigOperation = operation,
                                    Value = value,
                                },
                            ],
                        },
                    ],
                    ValidateOnly = validateOnly,
                },
                version);
            return Assert.Single(response.Responses).ErrorCode;
        }
    }

    private static IReadOnlyDictionary<string, string> SettingsOf(KafkaHarness harness) =>
        harness.Broker.Topics.All.Single(t => t.Name == "t").Settings.Overrides;
}
