using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;
using Weir.Output;

namespace Weir.Commands;

/// <summary>
/// <c>weir group describe</c>: who is in it and how far it is. Partitions are those with a committed offset and those
/// assigned to a member.
/// </summary>
internal sealed class GroupDescribeCommand : Command
{
    private readonly Argument<string> _name = GroupCommand.NameArgument();
    private readonly BrokerOptions _options;

    public GroupDescribeCommand(CommandContext context)
        : base("describe", "Show one group: its members, and by partition what is committed and how far behind it is.")
    {
        Add(_name);
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        DescribeGroupsResponse.DescribedGroup group = await connection.GetGroupAsync(name, cancel);
        SortedDictionary<TopicPartition, long> committed = await connection.GetCommittedAsync(name, cancel);

        // A coordinator describes a group nobody knows as a dead one.
        if (group.GroupState == "Dead" && group.Members.Count == 0 && committed.Count == 0)
            throw BrokerErrors.NoGroup(name);

        Dictionary<TopicPartition, string> owners = [];
        List<IReadOnlyList<object?>> members = [];
        foreach (DescribeGroupsResponse.DescribedGroupMember member in group.Members)
        {
            List<TopicPartition> assigned = Assignment(group, member);
            foreach (TopicPartition partition in assigned) owners[partition] = member.MemberId;
            members.Add(
            [
                member.MemberId, member.GroupInstanceId, member.ClientId, member.ClientHost,
                assigned.Select(static p => $"{p.Topic}/{p.Partition}").ToArray(),
            ]);
        }

        _options.Output(result).WriteReport(
            [("group", name), ("state", group.GroupState), ("protocol", group.ProtocolType),
                ("assignor", group.ProtocolData)],
            new ReportSection(
                "members", "member", ["member", "instance", "client", "host", "assignment"], members),
            new ReportSection(
                "partitions",
                "partition",
                ["topic", "partition", "committed", "end", "lag", "member"],
                await PartitionsAsync(connection, committed, owners, cancel)));
        return ExitCode.Done;
    }

    private static List<TopicPartition> Assignment(
        DescribeGroupsResponse.DescribedGroup group, DescribeGroupsResponse.DescribedGroupMember member)
    {
        // Other protocol types (Kafka Connect, say) write something else there.
        if (group.ProtocolType != "consumer" || member.MemberAssignment.Length < sizeof(short)) return [];
        try
        {
            KafkaReader reader = new(member.MemberAssignment.AsSpan());
            short version = Math.Min(reader.ReadInt16(), ConsumerProtocolAssignment.MaxVersion);
            return
            [
                .. ConsumerProtocolAssignment.Read(ref reader, version).AssignedPartitions
                    .SelectMany(static t => t.Partitions.Select(p => new TopicPartition(t.Topic, p))),
            ];
        }
        catch (KafkaProtocolException e)
        {
            throw new BrokerException($"the assignment of member '{member.MemberId}' is malformed: {e.Message}", e);
        }
    }

    private static async Task<List<IReadOnlyList<object?>>> PartitionsAsync(
        KafkaConnection connection,
        SortedDictionary<TopicPartition, long> committed,
        Dictionary<TopicPartition, string> owners,
        CancellationToken cancel)
    {
        HashSet<TopicPartition> existing =
        [
            .. (await connection.ListTopicsAsync(cancel))
                .SelectMany(static t => t.Partitions.Select(p => new TopicPartition(t.Name!, p.PartitionIndex))),
        ];
        TopicPartition[] all =
        [
            .. committed.Keys.Union(owners.Keys)
                .OrderBy(static p => p.Topic, StringComparer.Ordinal).ThenBy(static p => p.Partition),
        ];

        // A committed offset may outlive its topic, and then there is no end to compare it with.
        Dictionary<TopicPartition, long> end = await connection.GetOffsetsAsync(
            all.Where(existing.Contains), OffsetTarget.EndTimestamp, cancel);
        List<IReadOnlyList<object?>> rows = [];
        foreach (TopicPartition at in all)
        {
            long? from = committed.TryGetValue(at, out long c) ? c : null;
            long? to = end.TryGetValue(at, out long e) ? e : null;
            long? lag = from is null || to is null ? null : Math.Max(0, to.Value - from.Value);
            rows.Add([at.Topic, at.Partition, from, to, lag, owners.GetValueOrDefault(at)]);
        }

        return rows;
    }
}
