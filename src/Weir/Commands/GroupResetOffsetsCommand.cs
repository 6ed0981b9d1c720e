using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary>
/// <c>weir group reset-offsets</c>: moves where a group goes on. Only while it has no members: a member holds its
/// positions in its own memory and would commit them over ours.
/// </summary>
internal sealed class GroupResetOffsetsCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = GroupCommand.NameArgument();
    private readonly Option<string> _topic = new("--topic")
    {
        HelpName = "TOPIC",
        Description = "The topic whose partitions are reset.",
        Required = true,
    };

    private readonly Option<int?> _partition = new("--partition")
    {
        HelpName = "N",
        Description = "One partition; all of the topic when not given.",
    };

    private readonly Option<string> _to = new("--to")
    {
        HelpName = "WHERE",
        Description = "earliest, latest, an offset, a time (2026-01-31T12:00:00Z) or an age (-10m).",
        Required = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would change." };
    private readonly BrokerOptions _options;

    public GroupResetOffsetsCommand(CommandContext context)
        : base("reset-offsets", "Set a group's committed offsets; refused while the group has members.")
    {
        _context = context;
        foreach (Symbol symbol in new Symbol[] { _name, _topic, _partition, _to, _dryRun })
        {
            if (symbol is Option option) Add(option);
            else Add((Argument)symbol);
        }

        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        string topicName = result.GetRequiredValue(_topic);
        OffsetTarget target = OffsetTarget.Parse(result.GetRequiredValue(_to), _to.Name, _context.Time);
        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);

        DescribeGroupsResponse.DescribedGroup group = await connection.GetGroupAsync(name, cancel);
        if (group.Members.Count > 0)
        {
            throw new BrokerException(
                $"group '{name}' has active members ({group.Members.Count}), which would commit over this; stop its "
                + "consumers first");
        }

        TopicPartition[] partitions = await connection.SelectPartitionsAsync(
            topicName, result.GetValue(_partition), cancel);
        SortedDictionary<TopicPartition, long> committed = await connection.GetCommittedAsync(name, cancel);
        Dictionary<TopicPartition, long> next = await connection.ResolveAsync(partitions, target, cancel);
        if (!result.GetValue(_dryRun)) await connection.CommitAsync(name, next, cancel);
        _options.Output(result).WriteTable(
            ["topic", "partition", "before", "after"],
            partitions.Select(IReadOnlyList<object?> (p) =>
                [p.Topic, p.Partition, committed.TryGetValue(p, out long before) ? before : null, next[p]]));
        return ExitCode.Done;
    }
}
