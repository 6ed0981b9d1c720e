using System.Text;
using System.Text.Json;

namespace Weir.Tests.Commands;

public sealed class ProduceConsumeTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    private const string All = "{partition}/{offset} {key}={value} [{headers}]";

    [Fact]
    public async Task Lines_come_back_as_they_went_in()
    {
        await broker.DoAsync("topic create lines --partitions 1");

        Assert.Equal("", await broker.DoAsync("produce lines", "first\r\n\nthird äöü\nlast without an end"));

        Assert.Equal("first\n\nthird äöü\nlast without an end\n", await broker.DoAsync("consume lines"));
    }

    [Fact]
    public async Task Keys_are_split_off_lines_and_headers_go_to_every_record()
    {
        await broker.DoAsync("topic create keyed --partitions 1");
        await broker.DoAsync(
            "produce keyed --key-separator : --key none --header a=1 --header b=2", "ada:x:y\nplain\n");

        CommandRun run = await broker.RunAsync(["consume", "keyed", "--format", All]);
        Assert.Equal("0/0 ada=x:y [a=1,b=2]\n0/1 none=plain [a=1,b=2]\n", run.Out);
    }

    [Fact]
    public async Task A_key_always_goes_to_the_partition_that_javas_client_picks()
    {
        await broker.DoAsync("topic create spread --partitions 3");
        await broker.DoAsync("produce spread --key-separator :", "ada:1\nbob:2\nada:3\n");

        CommandRun run = await broker.RunAsync(["consume", "spread", "--format", "{partition} {value}"]);
        string[] lines = run.Out.Split('\n');
        Assert.Contains("2 1", lines);
        Assert.Contains("0 2", lines);
        Assert.Contains("2 3", lines);
    }

    [Fact]
    public async Task Value_and_timestamp_make_one_record()
    {
        await broker.DoAsync("topic create single --partitions 2");
        await broker.DoAsync("produce single --value hello --partition 1 --timestamp 2026-01-31T12:00:00Z");

        CommandRun run = await broker.RunAsync(["consume", "single", "--format", "{topic} {partition} {time} {value}"]);
        Assert.Equal("single 1 2026-01-31T12:00:00.000Z hello\n", run.Out);
    }

    [Fact]
    public async Task A_file_is_one_record_and_raw_gives_its_exact_bytes()
    {
        byte[] bytes = [0, 1, 10, 13, 255, 254, 27, 91, 10];
        string file = Path.Combine(broker.Data, "blob.bin");
        await File.WriteAllBytesAsync(file, bytes);
        await broker.DoAsync("topic create files --partitions 1");
        await broker.RunAsync(["produce", "files", "--file", file]);

        CommandRun run = await broker.RunAsync("consume files --raw --no-newline");
        Assert.Equal(bytes, run.OutBytes);
    }

    [Fact]
    public async Task Json_lines_round_trip_with_nulls_bytes_and_headers()
    {
        await broker.DoAsync("topic create json-in --partitions 2");
        await broker.DoAsync("topic create json-out --partitions 2");
        await broker.DoAsync(
            "produce json-in --json",
            """
            {"key":"k","value":"v","headers":{"h":"1"},"timestamp":1700000000000,"partition":1}
            {"key":null,"value":null,"partition":1}
            {"value":"/wA=","value_base64":true,"partition":1}
            {"value":{"a":[1,2]},"partition":1,"timestamp":"2026-01-31T12:00:00Z"}
            """);

        string first = await broker.DoAsync("consume json-in --json");
        await broker.DoAsync("produce json-out --json", first);
        string second = await broker.DoAsync("consume json-out --json");

        Assert.Equal(first, second.Replace("json-out", "json-in", StringComparison.Ordinal));
        JsonElement[] records =
            [.. first.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(4, records.Length);
        Assert.Equal("1", records[0].GetProperty("headers")[0].GetProperty("value").GetString());
        Assert.Equal(1700000000000, records[0].GetProperty("timestamp").GetInt64());
        Assert.Equal(JsonValueKind.Null, records[1].GetProperty("value").ValueKind);
        Assert.Equal([0xff, 0], records[2].GetProperty("value").GetBytesFromBase64());
        Assert.True(records[2].GetProperty("value_base64").GetBoolean());
        Assert.Equal("""{"a":[1,2]}""", records[3].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Every_codec_is_written_and_read(string codec)
    {
        string lines = string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i} of many that look alike\n"));
        await broker.DoAsync($"topic create codec-{codec} --partitions 1");
        await broker.DoAsync($"produce codec-{codec} --compression {codec}", lines);

        Assert.Equal(lines, await broker.DoAsync($"consume codec-{codec}"));
    }

    [Fact]
    public async Task More_than_a_batch_in_several_partitions_is_all_there()
    {
        string lines = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i:D20}\n"));
        await broker.DoAsync("topic create many --partitions 4");
        await broker.DoAsync("produce many", lines);

        string[] read = (await broker.DoAsync("consume many")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(200_000, read.Length);
        Assert.Equal(lines, string.Concat(read.Order(StringComparer.Ordinal).Select(l => l + "\n")));
        Assert.DoesNotContain("\t0\n", string.Concat((await broker.DoAsync("topic describe many")).Split('\n')
            .Where(l => l.StartsWith("partition\t", StringComparison.Ordinal)).Select(l => l + "\n")));
    }

    [Theory]
    [InlineData("--from beginning", "abcde")]
    [InlineData("--from 2", "cde")]
    [InlineData("--from 2 --max 2", "cd")]
    [InlineData("--from 99", "")]
    [InlineData("--from end", "")]
    [InlineData("--from 2026-01-01T00:00:00Z", "cde")]
    [InlineData("--from 2027-01-01", "")]
    [InlineData("--from -10m", "")]
    [InlineData("--max 0", "")]
    public async Task From_and_max_pick_records(string options, string expected)
    {
        string topic = $"from-{Math.Abs(options.GetHashCode(StringComparison.Ordinal))}";
        await broker.DoAsync($"topic create {topic} --partitions 1 --config message.timestamp.type=CreateTime");
        await broker.DoAsync($"produce {topic} --timestamp 2025-01-01T00:00:00Z", "a\nb\n");
        await broker.DoAsync($"produce {topic} --timestamp 2026-02-01T00:00:00Z", "c\nd\ne\n");

        CommandRun run = await broker.RunAsync(
            $"consume {topic} --no-newline {options}".Split(' '),
            terminal: c => c with { Time = new FixedTime(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)) });

        Assert.Equal((0, "", expected), (run.ExitCode, run.Error, run.Out));
    }

    [Fact]
    public async Task A_group_goes_on_where_it_stopped_and_from_moves_it()
    {
        await broker.DoAsync("topic create resumed --partitions 1");
        await broker.DoAsync("produce resumed", "a\nb\nc\nd\n");

        Assert.Equal("a\nb\n", await broker.DoAsync("consume resumed --group resumer --max 2"));
        Assert.Equal("c\nd\n", await broker.DoAsync("consume resumed --group resumer"));
        Assert.Equal("", await broker.DoAsync("consume resumed --group resumer"));
        Assert.Equal("b\nc\n", await broker.DoAsync("consume resumed --group resumer --from 1 --max 2"));
        Assert.Equal("d\n", await broker.DoAsync("consume resumed --group resumer"));
    }

    [Fact]
    public async Task Follow_waits_for_what_comes_later()
    {
        await broker.DoAsync("topic create followed --partitions 1");
        Task<string> following = broker.DoAsync("consume followed --follow --max 2");
        await broker.DoAsync("produce followed", "a\n");
        await broker.DoAsync("produce followed", "b\n");

        Assert.Equal("a\nb\n", await following.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_terminal_gets_no_control_characters_unless_raw()
    {
        await broker.DoAsync("topic create hostile --partitions 1");
        await broker.DoAsync("produce hostile", "a\tb\u001b[2J\n");

        static CommandContext AtTerminal(CommandContext c) => c with { IsTerminal = true };
        CommandRun shown = await broker.RunAsync(["consume", "hostile"], terminal: AtTerminal);
        CommandRun raw = await broker.RunAsync(["consume", "hostile", "--raw"], terminal: AtTerminal);
        Assert.Equal("a\tb\\u001b[2J\n", shown.Out);
        Assert.Equal("a\tb\u001b[2J\n", raw.Out);
    }

    [Fact]
    public async Task A_person_is_told_how_many_were_stored_and_a_script_is_not()
    {
        await broker.DoAsync("topic create counted --partitions 1");

        CommandRun run = await broker.RunAsync(
            ["produce", "counted"], "a\nb\nc\n", c => c with { ErrorIsTerminal = true });

        Assert.Contains("3 records stored in 'counted' (", run.Error);
    }

    [Fact]
    public async Task A_bad_line_says_its_number_and_what_was_stored()
    {
        await broker.DoAsync("topic create bad-line --partitions 1");

        CommandRun run = await broker.RunAsync("produce bad-line --json", "{\"value\":\"a\"}\n{\"valu\":\"b\"}\n");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "weir: line 2: a record has no 'valu'; it has key, value, headers, timestamp and partition."
                + Environment.NewLine,
            run.Error);
    }

    [Fact]
    public async Task What_the_broker_refuses_is_one_sentence()
    {
        await broker.DoAsync("topic create small --partitions 1 --config max.message.bytes=100");

        await broker.RefusesAsync(
            "produce nowhere --value x",
            "there is no topic 'nowhere'; 'weir topic list' shows them, 'weir topic create nowhere' makes it.");
        await broker.RefusesAsync("consume small --partition 7", "topic 'small' has no partition 7; it has 0 to 0.");
        CommandRun run = await broker.RunAsync(["produce", "small", "--value", new string('x', 1000)]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("weir: topic 'small': ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("consume t --from soon", "--from: 'soon' is not beginning, end, an offset, a time as "
        + "2026-01-31T12:00:00Z, or an age as -10m.")]
    [InlineData("consume t --raw --json",
        "--raw, --json and --format are three ways to write a record; give one of them.")]
    [InlineData("consume t --format {k}", "--format: {k} is none of {key} {value} {headers} {offset} {partition} "
        + "{timestamp} {time} {topic}.")]
    [InlineData("consume t --max -1", "--max: -1 is not 0 or more.")]
    [InlineData("produce t --value a --file b", "--value and --file are two records; give one of them.")]
    [InlineData("produce t --compression zip", "--compression: 'zip' is none of none, gzip, snappy, lz4, zstd.")]
    [InlineData("produce t --header a", "--header: 'a' is not KEY=VALUE.")]
    [InlineData("produce t --timestamp soon --value a",
        "--timestamp: 'soon' is neither milliseconds since 1970 nor a time as 2026-01-31T12:00:00Z.")]
    public async Task A_wrong_command_line_reaches_no_broker(string args, string sentence)
    {
        CommandRun run = await CommandRun.OfAsync(args.Split(' '));

        Assert.Equal((2, $"weir: {sentence}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Out));
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
