using System.Globalization;
using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>Consumer groups that grow, shrink and lose members while records keep coming.</summary>
public sealed class GroupTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    private const int Partitions = 8;
    private const int Count = 20_000;

    /// <param name="exact">
    /// True where the client commits what it processed before it gives a partition away, so that only a killed member
    /// may cause a record to be read twice. The others promise at least once.
    /// </param>
    [Theory]
    [InlineData("librdkafka partition.assignment.strategy=range", true)]
    [InlineData("librdkafka partition.assignment.strategy=cooperative-sticky", true)]
    [InlineData("python3-confluent-kafka", true)]
    [InlineData("python3-kafka", false)]
    [InlineData("kafkajs", false)]
    [InlineData("@platformatic/kafka", false)]
    public async Task No_record_is_lost_while_members_join_leave_and_die(string kind, bool exact)
    {
        string topic = await Topics.CreateAsync(broker, Partitions);
        string group = $"{topic}-group";
        await using GroupMember first = await GroupMember.StartAsync(broker, kind, "first", topic, group);
        await first.OwnsAsync(Partitions, broker);
        Task produced = Client.Named("librdkafka").ProduceAsync(
            broker, new ProduceOptions(topic, Count) { Rate = 2000 });

        await using GroupMember second = await GroupMember.StartAsync(broker, kind, "second", topic, group);
        await using GroupMember third = await GroupMember.StartAsync(broker, kind, "third", topic, group);
        await SharedAsync(first, second, third);
        await Eventually.TrueAsync("new members read", () => second.HasReadSomething && third.HasReadSomething);

        await second.StopAsync(broker);
        await SharedAsync(first, third);
        await third.KillAsync();
        await first.OwnsAsync(Partitions, broker);

        await produced;
        GroupMember[] all = [first, second, third];
        await Eventually.TrueAsync(
            () => $"all records were read; missing: {string.Join(',', Missing(all).Take(10))}\n{broker.LogTail}",
            () => !Missing(all).Any(),
            timeoutSeconds: 60);
        await first.StopAsync(broker);
        if (exact)
            Assert.Empty(ReadTwice([first, second]));
        Assert.All(all, InOrder);
        NoLagLeft(topic, group);
    }

    [Fact]
    public async Task A_cooperative_member_keeps_reading_what_it_keeps_while_others_join()
    {
        const string kind = "librdkafka partition.assignment.strategy=cooperative-sticky";
        string topic = await Topics.CreateAsync(broker, Partitions);
        string group = $"{topic}-group";
        await using GroupMember first = await GroupMember.StartAsync(broker, kind, "first", topic, group);
        await first.OwnsAsync(Partitions, broker);
        await using GroupMember second = await GroupMember.StartAsync(broker, kind, "second", topic, group);
        await SharedAsync(first, second);
        IReadOnlyList<int> kept = first.Owned;
        Assert.Equal(Partitions / 2, kept.Count);
        IEnumerable<IReadOnlyList<int>> sinceComplete = first.Assignments.SkipWhile(owned => owned.Count < Partitions);
        Assert.All(sinceComplete, owned => Assert.Subset(owned.ToHashSet(), kept.ToHashSet()));
        await second.StopAsync(broker);
        await first.OwnsAsync(Partitions, broker);
        await first.StopAsync(broker);
    }

    [Fact]
    public async Task A_static_member_finds_its_partitions_again_after_a_restart_and_nobody_else_notices()
    {
        const string kind = "librdkafka session.timeout.ms=30000";
        string topic = await Topics.CreateAsync(broker, Partitions);
        string group = $"{topic}-group";
        await using GroupMember stays =
            await GroupMember.StartAsync(broker, kind, "stays", topic, group, "group.instance.id=stays");
        GroupMember restarts =
            await GroupMember.StartAsync(broker, kind, "restarts", topic, group, "group.instance.id=restarts");
        await using GroupMember before = restarts;
        await SharedAsync(stays, before);
        IReadOnlyList<int> owned = before.Owned;
        int changes = stays.Assignments.Count;

        await before.StopAsync(broker);
        await using GroupMember after =
            await GroupMember.StartAsync(broker, kind, "restarts", topic, group, "group.instance.id=restarts");
        await after.OwnsAsync(owned.Count, broker);
        Assert.Equal(owned, after.Owned);
        Assert.Equal(changes, stays.Assignments.Count);
        await after.StopAsync(broker);
        await stays.StopAsync(broker);
    }

    [Fact]
    public async Task A_group_goes_on_where_it_was_when_the_broker_restarts()
    {
        await using var own = new OwnBroker();
        await own.Broker.StartAsync();
        string topic = await Topics.CreateAsync(own.Broker, Partitions);
        string group = $"{topic}-group";
        Client writer = Client.Named("librdkafka");
        await writer.ProduceAsync(own.Broker, new ProduceOptions(topic, 1000));
        GroupMember before = await GroupMember.StartAsync(own.Broker, "librdkafka", "before", topic, group);
        await using GroupMember first = before;
        await Eventually.TrueAsync("1000 records read", () => first.Records.Count == 1000);
        await first.StopAsync(own.Broker);

        await own.Broker.Kill9Async();
        await own.Broker.StartAsync();
        await writer.ProduceAsync(own.Broker, new ProduceOptions(topic, 1000) { From = 1000 });
        await using GroupMember second = await GroupMember.StartAsync(own.Broker, "librdkafka", "after", topic, group);
        await Eventually.TrueAsync("the next 1000 records read", () => second.Records.Count >= 1000);
        await second.StopAsync(own.Broker);
        Assert.Equal(Enumerable.Range(1000, 1000).Select(i => (long)i), second.Records.Select(r => r.Number).Order());
    }

    private static void InOrder(GroupMember member)
    {
        foreach (IGrouping<int, ReadRecord> partition in member.Records.GroupBy(record => record.Partition))
        {
            long[] distinct = [.. partition.Select(record => record.Offset).Distinct()];
            Assert.True(distinct.Order().SequenceEqual(distinct), $"{member.Name} read {partition.Key} out of order");
        }
    }

    private static IEnumerable<long> Missing(IEnumerable<GroupMember> members)
    {
        HashSet<long> read = [.. members.SelectMany(member => member.Records).Select(record => record.Number)];
        for (long i = 0; i < Count; i++)
        {
            if (!read.Contains(i))
                yield return i;
        }
    }

    private static IEnumerable<long> ReadTwice(IEnumerable<GroupMember> members) =>
        members.SelectMany(member => member.Records)
            .GroupBy(record => record.Number)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key);

    private void NoLagLeft(string topic, string group)
    {
        IReadOnlyDictionary<int, long> committed = Topics.Committed(broker, topic, group);
        foreach ((int partition, Confluent.Kafka.WatermarkOffsets offsets) in Topics.Watermarks(broker, topic))
            Assert.Equal(offsets.High.Value, committed.GetValueOrDefault(partition, -1));
    }

    // Everything is owned by exactly one of them, and everyone owns something.
    private Task SharedAsync(params GroupMember[] members) =>
        Eventually.TrueAsync(
            () => $"partitions are shared; {string.Join("; ", members.Select(Describe))}\n{broker.LogTail}",
            () => members.All(m => m.IsRunning() && m.Owned.Count > 0) && members.SelectMany(m => m.Owned).Order()
                .SequenceEqual(Enumerable.Range(0, Partitions)),
            timeoutSeconds: 60);

    private static string Describe(GroupMember member) =>
        string.Create(CultureInfo.InvariantCulture, $"{member.Name} owns {string.Join(',', member.Owned)}");
}
