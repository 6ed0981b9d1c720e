using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Weir.Interop.Tests.Support;

/// <summary>The tests' own hands on a broker's topics.</summary>
internal static class Topics
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static IAdminClient Admin(BrokerProcess broker) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Bootstrap }).Build();

    /// <summary>
    /// Creates a topic under a fresh name and waits until clients see it. Its records stay: those of the tests bear
    /// the time of years ago, and retention would drop them.
    /// </summary>
    public static async Task<string> CreateAsync(
        BrokerProcess broker, int partitions = 4, Dictionary<string, string>? configs = null)
    {
        string name = $"interop-{Guid.NewGuid():N}";
        configs = new Dictionary<string, string>(configs ?? []) { ["retention.ms"] = "-1" };
        using IAdminClient admin = Admin(broker);
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs,
            },
        ]);
        await Eventually.TrueAsync($"{name} is listed", () => IsListed(admin, name));
        return name;
    }

    public static bool IsListed(IAdminClient admin, string topic) =>
        admin.GetMetadata(Timeout).Topics.Any(listed => listed.Topic == topic && !listed.Error.IsError);

    public static IReadOnlyList<TopicPartition> Partitions(BrokerProcess broker, string topic)
    {
        using IAdminClient admin = Admin(broker);
        TopicMetadata metadata = admin.GetMetadata(topic, Timeout).Topics.Single();
        Assert.False(metadata.Error.IsError, $"{topic}: {metadata.Error}");
        return [.. metadata.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];
    }

    /// <summary>First and end offset of every partition.</summary>
    public static IReadOnlyDictionary<int, WatermarkOffsets> Watermarks(BrokerProcess broker, string topic)
    {
        using IConsumer<byte[]?, byte[]?> consumer = DotnetClient.Reader(broker);
        return Partitions(broker, topic).ToDictionary(
            partition => partition.Partition.Value,
            partition => consumer.QueryWatermarkOffsets(partition, Timeout));
    }

    public static long Count(BrokerProcess broker, string topic) =>
        Watermarks(broker, topic).Values.Sum(offsets => offsets.High.Value - offsets.Low.Value);

    /// <summary>What a group committed, by partition; partitions without a commit are left out.</summary>
    public static IReadOnlyDictionary<int, long> Committed(BrokerProcess broker, string topic, string group)
    {
        using IConsumer<byte[]?, byte[]?> consumer = DotnetClient.Reader(broker, group);
        return consumer.Committed(Partitions(broker, topic), Timeout)
            .Where(entry => entry.Offset.Value >= 0)
            .ToDictionary(entry => entry.Partition.Value, entry => entry.Offset.Value);
    }
}
