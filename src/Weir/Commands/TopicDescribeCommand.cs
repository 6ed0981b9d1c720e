using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;
using Weir.Output;

namespace Weir.Commands;

/// <summary><c>weir topic describe</c>: partitions with their offsets, settings with where each comes from.</summary>
internal sealed class TopicDescribeCommand : Command
{
    private readonly Argument<string> _name = TopicCommand.NameArgument();
    private readonly BrokerOptions _options;

    public TopicDescribeCommand(CommandContext context)
        : base("describe", "Show one topic: its id, partitions and settings.")
    {
        Add(_name);
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string name = result.GetRequiredValue(_name);
        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        MetadataResponse.Topic topic = await connection.GetTopicAsync(name, cancel);
        TopicPartition[] partitions = [.. topic.Partitions.Select(p => new TopicPartition(name, p.PartitionIndex))];
        var start = await connection.GetOffsetsAsync(partitions, OffsetTarget.BeginningTimestamp, cancel);
        var end = await connection.GetOffsetsAsync(partitions, OffsetTarget.EndTimestamp, cancel);
        var settings = await connection.GetSettingsAsync([name], cancel);
        _options.Output(result).WriteReport(
            [("name", name), ("id", topic.TopicId.ToString()), ("internal", topic.IsInternal)],
            new ReportSection(
                "partitions",
                "partition",
                ["partition", "leader", "start", "end"],
                [.. topic.Partitions.Zip(partitions, IReadOnlyList<object?> (p, at) =>
                    [p.PartitionIndex, p.LeaderId, start[at], end[at]])]),
            new ReportSection(
                "settings",
                "setting",
                ["setting", "value", "source"],
                [.. settings[name].Select(IReadOnlyList<object?> (s) => [s.Name, s.Value, Source(s.ConfigSource)])]));
        return ExitCode.Done;
    }

    // Kafka's ConfigSource.
    private static string Source(sbyte source) => source switch
    {
        TopicCalls.FromTopic => "topic",
        2 or 3 or 4 => "broker",
        5 => "default",
        _ => "unknown",
    };
}
