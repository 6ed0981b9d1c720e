using System.CommandLine;
using Weir.Client;
using Weir.Kafka.Wire;
using Weir.Records;
using Weir.Wire.Records;

namespace Weir.Commands;

/// <summary>
/// <c>weir consume</c>: writes records to standard output. Without --follow it ends where the topic ended at the start.
/// With --group it goes on where the group stopped and commits what it has written, as the group's only reader: it does
/// not join, so a group with members refuses the commit.
/// </summary>
internal sealed class ConsumeCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string> _topic = new("TOPIC") { Description = "The topic to read." };
    private readonly Option<string?> _from = new("--from")
    {
        HelpName = "WHERE",
        Description = "beginning, end, an offset, a time (2026-01-31T12:00:00Z) or an age (-10m). Default: beginning, "
            + "or with --group where the group stopped.",
    };

    private readonly Option<int?> _partition = new("--partition")
    {
        HelpName = "N",
        Description = "One partition only.",
    };

    private readonly Option<string?> _group = new("--group")
    {
        HelpName = "GROUP",
        Description = "Go on where this group stopped, and commit what was written.",
    };

    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Wait for more at the end." };
    private readonly Option<long?> _max = new("--max", "-n") { HelpName = "N", Description = "Stop after N records." };
    private readonly Option<string?> _format = new("--format")
    {
        HelpName = "TEMPLATE",
        Description = "{key} {value} {headers} {offset} {partition} {timestamp} {time} {topic}, \\n, \\t.",
    };

    private readonly Option<bool> _raw = new("--raw")
    {
        Description = "Values only, their exact bytes, even to a terminal.",
    };

    private readonly Option<bool> _noNewLine = new("--no-newline") { Description = "Nothing between the records." };
    private readonly BrokerOptions _options;

    public ConsumeCommand(CommandContext context)
        : base("consume", "Read records and write them to standard output.")
    {
        _context = context;
        Add(_topic);
        foreach (Option option in new Option[]
            { _from, _partition, _group, _follow, _max, _format, _raw, _noNewLine })
        {
            Add(option);
        }

        _options = new BrokerOptions(this, context, "Write a JSON object a line.");
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        RecordWriterOptions writerOptions = WriterOptions(result);
        string topic = result.GetRequiredValue(_topic);
        string? group = result.GetValue(_group);
        long left = result.GetValue(_max) ?? long.MaxValue;
        if (left < 0) throw new UsageException($"--max: {left} is not 0 or more");
        OffsetTarget? from = result.GetValue(_from) is { } text
            ? OffsetTarget.Parse(text, _from.Name, _context.Time)
            : null;

        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        TopicPartition[] partitions =
            await connection.SelectPartitionsAsync(topic, result.GetValue(_partition), cancel);
        bool follow = result.GetValue(_follow);
        Dictionary<TopicPartition, long> ends = follow
            ? []
            : await connection.GetOffsetsAsync(partitions, OffsetTarget.EndTimestamp, cancel);
        Dictionary<TopicPartition, long> starts = await StartsAsync(connection, partitions, from, group, cancel);

        using PartitionReader reader = new(connection, topic, starts, ends);
        reader.Skipped += (partition, offset) => _context.Error.WriteLine(
            $"weir: what came next in partition {partition} is gone; going on at offset {offset}.");
        using RecordWriter writer = new(_context.OutBytes, writerOptions);
        try
        {
            await CopyAsync(connection, reader, writer, group, left, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl+C is how a person ends --follow.
        }
        catch (IOException)
        {
            // Who read our output has gone (head, say), and has all that it wanted.
        }

        return ExitCode.Done;

        async Task CopyAsync(
            KafkaConnection broker, PartitionReader source, RecordWriter target, string? commitTo, long count,
            CancellationToken stop)
        {
            bool Take(int partition, long offset, long timestamp, in RecordView record)
            {
                if (count == 0) return false;
                count--;
                target.Write(new ReceivedRecord(topic, partition, offset, timestamp), record);
                return true;
            }

            long lastAt = _context.Time.GetTimestamp();
            while (count > 0 && source.HasMore)
            {
                IReadOnlyList<FetchResponse.PartitionData> answer = await source.FetchAsync(stop);
                bool hasRecords = false;
                foreach (FetchResponse.PartitionData data in answer.Where(static d => d.Records is { IsEmpty: false }))
                {
                    hasRecords = true;
                    bool goesOn = source.Read(data, Take);
                    await target.FlushAsync(stop);
                    if (!goesOn) break;
                }

                if (hasRecords) lastAt = _context.Time.GetTimestamp();
                else if (!follow && _context.Time.GetElapsedTime(lastAt) > broker.Timeout)
                    throw new BrokerException($"the broker has records of '{topic}' to give and gives none");
                if (hasRecords && commitTo is not null) await broker.CommitAsync(commitTo, source.Positions, stop);
            }
        }
    }

    private RecordWriterOptions WriterOptions(ParseResult result)
    {
        bool raw = result.GetValue(_raw);
        bool json = _options.Json(result);
        string? format = result.GetValue(_format);
        if ((raw ? 1 : 0) + (json ? 1 : 0) + (format is null ? 0 : 1) > 1)
            throw new UsageException("--raw, --json and --format are three ways to write a record; give one of them");
        if (json && result.GetValue(_noNewLine))
            throw new UsageException("--json is one object a line, never --no-newline");
        return new RecordWriterOptions(
            json,
            format is null ? null : new RecordFormat(format),
            NewLine: !result.GetValue(_noNewLine),
            EscapeControls: _context.IsTerminal && !raw && !json);
    }

    // --from wins over what the group has committed; a partition it has not committed begins at the beginning.
    private static async Task<Dictionary<TopicPartition, long>> StartsAsync(
        KafkaConnection connection,
        TopicPartition[] partitions,
        OffsetTarget? from,
        string? group,
        CancellationToken cancel)
    {
        Dictionary<TopicPartition, long> starts =
            await connection.ResolveAsync(partitions, from ?? OffsetTarget.Beginning, cancel);
        if (group is null || from is not null) return starts;
        SortedDictionary<TopicPartition, long> committed = await connection.GetCommittedAsync(group, cancel);
        foreach (TopicPartition partition in partitions)
        {
            if (committed.TryGetValue(partition, out long offset)) starts[partition] = offset;
        }

        return starts;
    }
}
