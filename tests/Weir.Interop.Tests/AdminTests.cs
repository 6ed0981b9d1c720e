using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>What administrators do, with each client that offers it.</summary>
public sealed class AdminTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    [Theory]
    [InlineData("python3-confluent-kafka")]
    [InlineData("python3-kafka")]
    [InlineData("kafkajs")]
    [InlineData("@platformatic/kafka")]
    public async Task A_client_manages_topics_configuration_records_and_groups(string name)
    {
        var script = (ScriptClient)Client.Named(name);
        string topic = $"interop-admin-{Guid.NewGuid():N}";
        await script.RunAsync(broker, "admin", [$"bootstrap={broker.Bootstrap}", $"topic={topic}"]);
    }

    [Fact]
    public async Task Kcat_lists_brokers_and_topics()
    {
        string topic = await Topics.CreateAsync(broker, partitions: 3);
        string[] arguments = ["-L", "-b", broker.Bootstrap, "-t", topic];
        ClientResult result = (await ClientProgram.RunAsync("kcat", arguments)).MustSucceed(broker);
        Assert.Contains($"at {broker.Bootstrap}", result.Output, StringComparison.Ordinal);
        Assert.Contains($"topic \"{topic}\" with 3 partitions", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_was_deleted_is_gone_and_its_name_can_be_used_again()
    {
        using IAdminClient admin = Topics.Admin(broker);
        string topic = await Topics.CreateAsync(broker, partitions: 2);
        await Client.Named("librdkafka").ProduceAsync(broker, new ProduceOptions(topic, 100));
        await admin.DeleteTopicsAsync([topic]);
        await Eventually.TrueAsync("the topic is gone", () => !Topics.IsListed(admin, topic));
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 5 }]);
        await Eventually.TrueAsync("the topic is back", () => Topics.IsListed(admin, topic));
        Assert.Equal(5, Topics.Partitions(broker, topic).Count);
        Assert.Equal(0, Topics.Count(broker, topic));
    }

    [Fact]
    public async Task Partitions_can_be_added_but_not_taken_away()
    {
        using IAdminClient admin = Topics.Admin(broker);
        string topic = await Topics.CreateAsync(broker, partitions: 2);
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 6 }]);
        await Eventually.TrueAsync("six partitions", () => Topics.Partitions(broker, topic).Count == 6);
        CreatePartitionsException refusal = await Assert.ThrowsAsync<CreatePartitionsException>(
            () => admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }]));
        Assert.Equal(ErrorCode.InvalidPartitions, refusal.Results[0].Error.Code);
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_is_refused()
    {
        var configs = new Dictionary<string, string> { ["no.such.setting"] = "1" };
        CreateTopicsException refusal = await Assert.ThrowsAsync<CreateTopicsException>(
            () => Topics.CreateAsync(broker, 1, configs));
        Assert.Equal(ErrorCode.InvalidConfig, refusal.Results[0].Error.Code);
    }

    [Fact]
    public async Task Deleted_records_are_no_longer_read()
    {
        using IAdminClient admin = Topics.Admin(broker);
        string topic = await Topics.CreateAsync(broker, partitions: 1);
        await Client.Named("librdkafka").ProduceAsync(broker, new ProduceOptions(topic, 100));
        List<DeleteRecordsResult> deleted =
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, new Offset(60))]);
        Assert.Equal(60, deleted[0].Offset.Value);
        Assert.Equal(60, Topics.Watermarks(broker, topic)[0].Low.Value);
        Assert.Equal(
            Enumerable.Range(60, 40).Select(i => (long)i),
            DotnetClient.ReadAll(broker, topic, 40).Select(result => result.Offset.Value));
    }

    [Fact]
    public async Task Groups_are_listed_described_moved_and_deleted()
    {
        using IAdminClient admin = Topics.Admin(broker);
        string topic = await Topics.CreateAsync(broker, partitions: 2);
        string group = $"{topic}-group";
        await using (GroupMember member = await GroupMember.StartAsync(broker, "librdkafka", "one", topic, group))
        {
            await member.OwnsAsync(2, broker);
            ConsumerGroupDescription stable = await DescribeAsync(admin, group);
            Assert.Equal(ConsumerGroupState.Stable, stable.State);
            Assert.Equal("one", stable.Members.Single().ClientId);
            Assert.Equal(2, stable.Members.Single().Assignment.TopicPartitions.Count);
            DeleteGroupsException refusal = await Assert.ThrowsAsync<DeleteGroupsException>(
                () => admin.DeleteGroupsAsync([group]));
            Assert.Equal(ErrorCode.NonEmptyGroup, refusal.Results[0].Error.Code);
            await member.StopAsync(broker);
        }
        var moved = new ConsumerGroupTopicPartitionOffsets(group, [new TopicPartitionOffset(topic, 1, new Offset(0))]);
        await admin.AlterConsumerGroupOffsetsAsync([moved]);
        Assert.Equal(0, Topics.Committed(broker, topic, group)[1]);
        ListConsumerGroupsResult groups = await admin.ListConsumerGroupsAsync();
        Assert.Contains(groups.Valid, listed => listed.GroupId == group);
        Assert.Equal(ConsumerGroupState.Empty, (await DescribeAsync(admin, group)).State);
        await admin.DeleteGroupsAsync([group]);
        groups = await admin.ListConsumerGroupsAsync();
        Assert.DoesNotContain(groups.Valid, listed => listed.GroupId == group);
    }

    private static async Task<ConsumerGroupDescription> DescribeAsync(IAdminClient admin, string group) =>
        (await admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions.Single();
}
