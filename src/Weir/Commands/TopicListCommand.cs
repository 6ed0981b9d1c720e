using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;

namespace Weir.Commands;

/// <summary>
/// <c>weir topic list</c>. Records are end minus start, which counts what compaction removed, so it is an estimate.
/// </summary>
internal sealed class TopicListCommand : Command
{
    private readonly BrokerOptions _options;

    public TopicListCommand(CommandContext context)
        : base("list", "List the topics: partitions, records (an estimate: end minus start) and changed settings.")
    {
        _options = new BrokerOptions(this, context);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        List<MetadataResponse.Topic> topics = await connection.ListTopicsAsync(cancel);
        TopicPartition[] partitions =
            [.. topics.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Name!, p.PartitionIndex)))];
        var start = await connection.GetOffsetsAsync(partitions, OffsetTarget.BeginningTimestamp, cancel);
        var end = await connection.GetOffsetsAsync(partitions, OffsetTarget.EndTimestamp, cancel);
        ILookup<string, long> records = partitions.ToLookup(p => p.Topic, p => end[p] - start[p]);
        var settings = await connection.GetSettingsAsync(topics.Select(static t => t.Name!), cancel);
        _options.Output(result).WriteTable(
            ["name", "partitions", "records", "config"],
            topics.Select(IReadOnlyList<object?> (t) =>
                [t.Name, t.Partitions.Count, records[t.Name!].Sum(), Overrides(settings[t.Name!])]));
        return ExitCode.Done;
    }

    private static SortedDictionary<string, string> Overrides(List<DescribeConfigsResponse.ResourceResult> settings) =>
        new(
            settings.Where(static s => s.ConfigSource == TopicCalls.FromTopic)
                .ToDictionary(static s => s.Name, static s => s.Value ?? ""),
            StringComparer.Ordinal);
}
