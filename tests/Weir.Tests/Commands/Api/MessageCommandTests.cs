using System.Text.Json;

namespace Weir.Tests.Commands.Api;

public sealed class MessageCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    [Fact]
    public async Task Messages_are_looked_at_by_place_and_by_what_they_are()
    {
        await broker.DoAsync("topic create seen --partitions 1");
        await broker.DoAsync("produce seen --key-separator :", "ada:one\nbob:two\nada:three\n");

        Assert.Equal(["one", "two", "three"], await ValuesAsync("message list seen"));
        Assert.Equal(["two", "three"], await ValuesAsync("message list seen --from 1"));
        Assert.Equal(["three"], await ValuesAsync("message list seen --last 1"));
        Assert.Equal(["one"], await ValuesAsync("message list seen --max 1"));
        Assert.Equal(["one", "three"], await ValuesAsync("message list seen --key ada"));
        Assert.Equal(["two"], await ValuesAsync("message list seen --contains tw"));
        Assert.Equal(["one", "two", "three"], await ValuesAsync("message list seen --from -1h"));
    }

    [Fact]
    public async Task Messages_of_a_queue_show_their_state_and_are_not_taken()
    {
        await broker.DoAsync("queue create peeked");
        await broker.DoAsync(
            "message publish --exchange amq.default --key peeked --header trace=7 --property message_id=m1", "hello");

        using JsonDocument json =
            JsonDocument.Parse(await broker.DoAsync("message list peeked --message-id m1 --json"));
        JsonElement message = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(
            ("hello", "ready", "AMQP 0-9-1"),
            (message.GetProperty("value").GetString(), message.GetProperty("state").GetString(),
                message.GetProperty("protocol").GetString()));
        Assert.Equal(["hello"], await ValuesAsync("message list peeked --header trace=7 --state ready"));
        Assert.Empty(await ValuesAsync("message list peeked --state settled"));
        Assert.Contains("ready\t1\n", await broker.DoAsync("queue describe peeked"));
    }

    [Fact]
    public async Task More_messages_than_one_answer_holds_are_listed_whole()
    {
        await broker.DoAsync("topic create long --partitions 1");
        await broker.DoAsync("produce long", string.Concat(Enumerable.Range(0, 2500).Select(i => $"{i}\n")));

        Assert.Equal(
            Enumerable.Range(0, 2400).Select(i => $"{i}"), await ValuesAsync("message list long --max 2400"));
    }

    [Fact]
    public async Task The_trace_of_a_record_says_who_produced_it_and_which_group_went_past_it()
    {
        await broker.DoAsync("topic create traced --partitions 1 --config trace.enabled=true");
        await broker.DoAsync("produce traced", "one\ntwo\n");
        await broker.DoAsync("consume traced --group tracers --max 2");

        string trace = await broker.DoAsync("message trace traced 1");
        string[] lines = trace.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["published", "committed"], lines.Select(static l => l.Split('\t')[1]));
        Assert.Contains("Kafka", lines[0]);
        Assert.Contains("tracers", lines[1]);
        Assert.Equal(
            ["committed", "published"],
            (await broker.DoAsync("message trace traced")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static l => l.Split('\t')[1]));
    }

    [Fact]
    public async Task A_queue_is_traced_from_the_policy_on_and_says_when_it_is_not()
    {
        await broker.DoAsync("queue create watched");
        CommandRun before = await broker.RunAsync("message trace watched");
        Assert.Equal((0, ""), (before.ExitCode, before.Out));
        Assert.Contains("'watched' is not traced now", before.Error, StringComparison.Ordinal);
        await broker.DoAsync("policy set watch --pattern ^watched$ --set trace=true");
        await broker.DoAsync("message publish --exchange amq.default --key watched", "hello");

        using JsonDocument json = JsonDocument.Parse(await broker.DoAsync("message trace watched 0 --json"));
        JsonElement published = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("HTTP", published.GetProperty("client").GetProperty("protocol").GetString());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_published_as_they_are()
    {
        await broker.DoAsync("topic create binary --partitions 1");
        byte[] bytes = [0, 255, 10, 13];
        CommandRun published = await CommandRun.OfAsync(
            ["message", "publish", "--topic", "binary", "--partition", "0"],
            new() { ["WEIR_HTTP"] = broker.HttpAddress }, input: new MemoryStream(bytes));
        Assert.Equal((0, ""), (published.ExitCode, published.Error));

        Assert.Equal(bytes, (await broker.RunAsync("consume binary --raw --no-newline")).OutBytes);
    }

    [Theory]
    [InlineData("message publish --value x", "give either --exchange or --topic.")]
    [InlineData("message list q --from end", "--from: nothing follows the end; give --last.")]
    [InlineData("message list q --from 1 --last 2", "give --from or --last, not both.")]
    [InlineData("message list q --state lost", "--state: 'lost' is not ready, inFlight or settled.")]
    [InlineData("message list q --max 0", "--max: 0 is not 1 or more.")]
    [InlineData("queue create q --argument x", "--argument: 'x' is not KEY=VALUE.")]
    [InlineData("policy set p --pattern .*", "a policy sets something; give --set KEY=VALUE.")]
    [InlineData("drain --end --reason x", "--reason: nobody is told a reason with --end.")]
    [InlineData("drain --keep --end", "--keep: it goes without --end and --reason.")]
    [InlineData("queue list --http nowhere", "--http: 'nowhere' is not HOST:PORT.")]
    [InlineData("queue list --timeout 0", "--timeout: 0 is not between 0 and 86400 seconds.")]
    public async Task A_wrong_command_line_reaches_no_broker(string args, string sentence)
    {
        CommandRun run = await CommandRun.OfAsync(args.Split(' '));

        Assert.Equal((2, $"weir: {sentence}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Out));
    }

    private async Task<string[]> ValuesAsync(string args) =>
        [
            .. (await broker.DoAsync(args)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t')[^1]),
        ];
}
