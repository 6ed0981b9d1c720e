using System.Text.Json;
using Weir.Client;
using Weir.Hosting.Configuration;
using Weir.Kafka.Wire;

namespace Weir.Tests.Commands;

public sealed class GroupCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    [Fact]
    public async Task A_group_is_listed_and_described_with_its_lag()
    {
        await PrepareAsync("lagging", "slow", read: 3, records: 5);

        Assert.Contains("slow\tEmpty\tclassic\t", await broker.DoAsync("group list"));
        string[] lines = (await broker.DoAsync("group describe slow")).Split('\n');
        Assert.Contains("group\tslow", lines);
        Assert.Contains("state\tEmpty", lines);
        Assert.Contains("partition\tlagging\t0\t3\t5\t2\t", lines);

        using JsonDocument json = JsonDocument.Parse(await broker.DoAsync("group describe slow --json"));
        Assert.Equal(2, json.RootElement.GetProperty("partitions")[0].GetProperty("lag").GetInt64());
        Assert.Equal(0, json.RootElement.GetProperty("members").GetArrayLength());
    }

    [Theory]
    [InlineData("earliest", 0)]
    [InlineData("latest", 5)]
    [InlineData("2", 2)]
    [InlineData("77", 5)]
    [InlineData("2020-01-01", 0)]
    [InlineData("-1h", 0)]
    public async Task Reset_moves_the_group(string to, int expected)
    {
        string name = $"reset-{Math.Abs(to.GetHashCode(StringComparison.Ordinal))}";
        await PrepareAsync(name, name, read: 3, records: 5);

        string planned = await broker.DoAsync($"group reset-offsets {name} --topic {name} --to {to} --dry-run");
        Assert.Contains($"partition\t{name}\t0\t3\t5\t2\t", await broker.DoAsync($"group describe {name}"));
        string done = await broker.DoAsync($"group reset-offsets {name} --topic {name} --to {to}");

        Assert.Equal($"{name}\t0\t3\t{expected}\n", planned);
        Assert.Equal(planned, done);
        Assert.Contains(
            $"partition\t{name}\t0\t{expected}\t5\t{5 - expected}\t", await broker.DoAsync($"group describe {name}"));
    }

    [Fact]
    public async Task A_deleted_group_is_gone()
    {
        await PrepareAsync("forgotten", "forgetful", read: 1, records: 1);

        Assert.Equal("group\tforgetful\ndeleted\ttrue\n", await broker.DoAsync("group delete forgetful"));

        Assert.DoesNotContain("forgetful", await broker.DoAsync("group list"));
        const string Gone = "there is no group 'forgetful'; 'weir group list' shows them.";
        await broker.RefusesAsync("group describe forgetful", Gone);
        await broker.RefusesAsync("group delete forgetful", Gone);
        await broker.RefusesAsync("group reset-offsets forgetful --topic forgotten --to latest", Gone);
    }

    [Fact]
    public async Task A_group_with_a_member_shows_it_and_refuses_changes()
    {
        await broker.DoAsync("topic create joined --partitions 2");
        await using KafkaConnection member = await JoinAsync("active", "joined");

        string[] lines = (await broker.DoAsync("group describe active")).Split('\n');
        Assert.Contains("state\tStable", lines);
        Assert.Contains("assignor\trange", lines);
        Assert.Contains(lines, line => line.StartsWith("member\t", StringComparison.Ordinal)
            && line.EndsWith("\tjoined/0,joined/1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("partition\tjoined\t1\t\t0\t\t", StringComparison.Ordinal));
        await broker.RefusesAsync(
            "group reset-offsets active --topic joined --to latest",
            "group 'active' has active members (1), which would commit over this; stop its consumers first.");
        await broker.RefusesAsync(
            "group delete active", "group 'active' has active members; stop its consumers first.");
    }

    [Theory]
    [InlineData("group reset-offsets g --topic t", "Option '--to' is required; see 'weir group reset-offsets --help'.")]
    [InlineData("group reset-offsets g --topic t --to noon", "--to: 'noon' is not beginning, end, an offset, a time as "
        + "2026-01-31T12:00:00Z, or an age as -10m.")]
    public async Task A_wrong_command_line_reaches_no_broker(string args, string sentence)
    {
        CommandRun run = await CommandRun.OfAsync(args.Split(' '));

        Assert.Equal((2, $"weir: {sentence}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Out));
    }

    private async Task PrepareAsync(string topic, string group, int read, int records)
    {
        await broker.DoAsync($"topic create {topic} --partitions 1");
        await broker.DoAsync($"produce {topic}", string.Concat(Enumerable.Range(0, records).Select(i => $"{i}\n")));
        await broker.DoAsync($"consume {topic} --group {group} --max {read}");
    }

    private async Task<KafkaConnection> JoinAsync(string group, string topic)
    {
        Assert.True(Endpoint.TryParse(broker.Address, out Endpoint endpoint));
        KafkaConnection connection =
            await KafkaConnection.OpenAsync(endpoint, TimeSpan.FromSeconds(20), CancellationToken.None);
        JoinGroupRequest join = new()
        {
            GroupId = group,
            SessionTimeoutMs = 30_000,
            RebalanceTimeoutMs = 30_000,
            ProtocolType = "consumer",
            Protocols = [new JoinGroupRequest.Protocol { Name = "range", Metadata = Subscription(topic) }],
        };

        // Version 3 takes a member without an id of its own at once.
        JoinGroupResponse joined = await connection.CallAsync(join, versionMax: 3, CancellationToken.None);
        Assert.Equal(KafkaError.None, joined.ErrorCode);
        SyncGroupRequest sync = new()
        {
            GroupId = group,
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            Assignments =
                [new SyncGroupRequest.MemberAssignment { MemberId = joined.MemberId, Assignment = Assignment(topic) }],
        };
        SyncGroupResponse synced = await connection.CallAsync(sync, versionMax: 2, CancellationToken.None);
        Assert.Equal(KafkaError.None, synced.ErrorCode);
        return connection;
    }

    private static byte[] Subscription(string topic)
    {
        using KafkaWriter writer = new();
        writer.WriteInt16(0);
        new ConsumerProtocolSubscription { Topics = [topic] }.Write(writer, 0);
        return writer.Written.ToArray();
    }

    private static byte[] Assignment(string topic)
    {
        using KafkaWriter writer = new();
        writer.WriteInt16(0);
        new ConsumerProtocolAssignment
        {
            AssignedPartitions = [new ConsumerProtocolAssignment.TopicPartition { Topic = topic, Partitions = [0, 1] }],
        }.Write(writer, 0);
        return writer.Written.ToArray();
    }
}
