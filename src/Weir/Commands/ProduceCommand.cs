using System.CommandLine;
using System.Globalization;
using System.Text;
using Weir.Client;
using Weir.Records;
using Weir.Wire.Records;

namespace Weir.Commands;

/// <summary>
/// <c>weir produce</c>: a record a line of standard input, or one from --value or --file. Every record was acknowledged
/// when it returns 0; what was acknowledged before a failure is said on standard error.
/// </summary>
internal sealed class ProduceCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string> _topic = new("TOPIC") { Description = "The topic to produce to." };
    private readonly Option<string?> _value = Text("--value", "TEXT", "Produce this one record.");
    private readonly Option<string?> _file = Text("--file", "PATH", "Produce the whole file as one record.");
    private readonly Option<string?> _key = Text("--key", "TEXT", "The key of every record.");
    private readonly Option<string?> _keySeparator =
        Text("--key-separator", "TEXT", "The key is what stands before the first of these in a line.");

    private readonly Option<string[]> _header = new("--header")
    {
        HelpName = "KEY=VALUE",
        Description = "A header of every record; may be given many times.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int?> _partition = new("--partition")
    {
        HelpName = "N",
        Description = "The partition; by key (as Kafka's Java client does) or in turns when not given.",
    };

    private readonly Option<string?> _timestamp =
        Text("--timestamp", "TIME", "Milliseconds since 1970, or a time as 2026-01-31T12:00:00Z; now when not given.");

    private readonly Option<string> _compression = new("--compression")
    {
        HelpName = "CODEC",
        Description = "none, gzip, snappy, lz4 or zstd.",
        DefaultValueFactory = _ => "none",
    };

    private readonly BrokerOptions _options;

    public ProduceCommand(CommandContext context)
        : base("produce", "Produce records: a line of standard input each, or one from --value or --file.")
    {
        _context = context;
        Add(_topic);
        foreach (Option option in new Option[]
            { _value, _file, _key, _keySeparator, _header, _partition, _timestamp, _compression })
        {
            Add(option);
        }

        _options = new BrokerOptions(this, context, "Lines are JSON: {key, value, headers, timestamp, partition}.");
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancel)
    {
        string topic = result.GetRequiredValue(_topic);
        CheckOptions(result);
        using RecordTemplate template = Template(result);
        CompressionCodec codec = Codec(result.GetRequiredValue(_compression));
        byte[]? single = await SingleAsync(result, cancel);

        await using KafkaConnection connection = await _options.ConnectAsync(result, cancel);
        int? partition = result.GetValue(_partition);
        int partitions = (await connection.GetTopicAsync(topic, cancel)).Partitions.Count;
        if (partition is { } wanted && (wanted < 0 || wanted >= partitions))
            throw new BrokerException($"topic '{topic}' has no partition {wanted}; it has 0 to {partitions - 1}");

        using BatchProducer producer = new(connection, topic, partitions, partition, codec);
        ProduceProgress progress = new(_context, producer, topic);
        RecordFeed feed = new(producer, template, progress, _context.Time);
        try
        {
            if (single is not null) await feed.SendOneAsync(single, cancel);
            else if (_options.Json(result)) await feed.SendJsonLinesAsync(_context.Input, cancel);
            else await feed.SendLinesAsync(_context.Input, cancel);
        }
        catch (Exception e) when (producer.Acknowledged > 0 && e is BrokerException or UsageException)
        {
            progress.Clear();
            string stored = string.Create(CultureInfo.InvariantCulture, $"{producer.Acknowledged} records were stored");
            throw e is UsageException
                ? new UsageException($"{e.Message}; {stored} before", e)
                : new BrokerException($"{e.Message}; {stored} before", e);
        }

        progress.Done();
        return ExitCode.Done;
    }

    private void CheckOptions(ParseResult result)
    {
        bool hasValue = result.GetValue(_value) is not null;
        bool hasFile = result.GetValue(_file) is not null;
        if (hasValue && hasFile) throw new UsageException("--value and --file are two records; give one of them");
        if (_options.Json(result) && (hasValue || hasFile))
            throw new UsageException("--json reads lines of standard input and goes with neither --value nor --file");
        if (result.GetValue(_keySeparator) is not { } separator) return;
        if (separator.Length == 0) throw new UsageException("--key-separator: it is empty");
        if (hasValue || hasFile || _options.Json(result))
            throw new UsageException("--key-separator is for lines of standard input only");
    }

    private RecordTemplate Template(ParseResult result)
    {
        long? timestamp = result.GetValue(_timestamp) is { } text ? Timestamp(text) : null;
        RecordTemplate template = new(result.GetValue(_key), result.GetValue(_keySeparator), timestamp);
        foreach ((string key, string value) in Pairs.Parse(result.GetRequiredValue(_header), _header.Name))
            template.Headers.Add(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        return template;
    }

    private async Task<byte[]?> SingleAsync(ParseResult result, CancellationToken cancel)
    {
        if (result.GetValue(_value) is { } value) return Encoding.UTF8.GetBytes(value);
        if (result.GetValue(_file) is not { } path) return null;
        try
        {
            return await File.ReadAllBytesAsync(path, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--file: {e.Message}", e);
        }
    }

    private static long Timestamp(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) ? milliseconds
        : OffsetTarget.TryParseTime(text, out DateTimeOffset time) ? time.ToUnixTimeMilliseconds()
        : throw new UsageException(
            $"--timestamp: '{text}' is neither milliseconds since 1970 nor a time as 2026-01-31T12:00:00Z");

    private static CompressionCodec Codec(string name)
    {
        CompressionCodec codec = name switch
        {
            "none" => CompressionCodec.None,
            "gzip" => CompressionCodec.Gzip,
            "snappy" => CompressionCodec.Snappy,
            "lz4" => CompressionCodec.Lz4,
            "zstd" => CompressionCodec.Zstd,
            _ => throw new UsageException($"--compression: '{name}' is none of none, gzip, snappy, lz4, zstd"),
        };
        return RecordCompression.IsAvailable(codec)
            ? codec
            : throw new UsageException($"--compression: {name} needs its library, which is not on this machine");
    }

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };
}
