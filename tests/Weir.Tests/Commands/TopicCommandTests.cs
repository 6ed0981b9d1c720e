using System.Text;
using System.Text.Json;

namespace Weir.Tests.Commands;

public sealed class TopicCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    [Fact]
    public async Task A_created_topic_is_listed_with_its_records_and_changed_settings()
    {
        string created = await broker.DoAsync("topic create listed --partitions 3 --config retention.ms=60000");
        await broker.DoAsync("produce listed", "a\nb\n");

        Assert.Matches(@"^name\tlisted\nid\t[0-9a-f-]{36}\npartitions\t3\n$", created);
        Assert.Contains("listed\t3\t2\tretention.ms=60000\n", await broker.DoAsync("topic list"));
    }

    [Fact]
    public async Task The_list_is_json_for_programs()
    {
        await broker.DoAsync("topic create as-json --partitions 2 --config cleanup.policy=compact");

        using JsonDocument list = JsonDocument.Parse(await broker.DoAsync("topic list --json"));
        JsonElement topic =
            list.RootElement.EnumerateArray().Single(t => t.GetProperty("name").GetString() == "as-json");
        Assert.Equal(2, topic.GetProperty("partitions").GetInt32());
        Assert.Equal(0, topic.GetProperty("records").GetInt64());
        Assert.Equal("compact", topic.GetProperty("config").GetProperty("cleanup.policy").GetString());
    }

    [Fact]
    public async Task Describe_shows_offsets_and_where_settings_come_from()
    {
        await broker.DoAsync("topic create described --partitions 2 --config retention.ms=60000");
        await broker.DoAsync("produce described --partition 1", "a\nb\nc\n");

        string[] lines = (await broker.DoAsync("topic describe described")).Split('\n');
        Assert.Contains("name\tdescribed", lines);
        Assert.Contains("partition\t0\t1\t0\t0", lines);
        Assert.Contains("partition\t1\t1\t0\t3", lines);
        Assert.Contains("setting\tretention.ms\t60000\ttopic", lines);
        Assert.Contains("setting\tcleanup.policy\tdelete\tdefault", lines);

        using JsonDocument json = JsonDocument.Parse(await broker.DoAsync("topic describe described --json"));
        Assert.Equal(3, json.RootElement.GetProperty("partitions")[1].GetProperty("end").GetInt64());
    }

    [Fact]
    public async Task Alter_changes_settings_takes_them_back_and_adds_partitions()
    {
        await broker.DoAsync("topic create altered --partitions 1 --config retention.ms=60000");

        string altered = await broker.DoAsync(
            "topic alter altered --delete-config retention.ms --config cleanup.policy=compact --partitions 4");

        Assert.Equal("name\taltered\npartitions\t4\nsettings changed\t2\n", altered);
        Assert.Contains("altered\t4\t0\tcleanup.policy=compact\n", await broker.DoAsync("topic list"));
        Assert.Contains("setting\tretention.ms\t604800000\tdefault\n", await broker.DoAsync("topic describe altered"));
    }

    [Fact]
    public async Task Delete_needs_yes_where_nobody_can_be_asked()
    {
        await broker.DoAsync("topic create deleted");

        CommandRun refused = await broker.RunAsync("topic delete deleted");
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(
            "weir: deleting topic 'deleted' cannot be undone; say --yes to do it without being asked."
                + Environment.NewLine,
            refused.Error);
        Assert.Contains("deleted\t", await broker.DoAsync("topic list"));

        Assert.Equal("name\tdeleted\ndeleted\ttrue\n", await broker.DoAsync("topic delete deleted --yes"));
        Assert.DoesNotContain("deleted\t", await broker.DoAsync("topic list"));
    }

    [Theory]
    [InlineData("n\n", 1, true)]
    [InlineData("", 1, true)]
    [InlineData("y\n", 0, false)]
    public async Task Delete_asks_at_a_terminal(string answer, int exitCode, bool isLeft)
    {
        string name = $"asked-{exitCode}-{answer.Length}";
        await broker.DoAsync($"topic create {name}");

        CommandRun run = await broker.RunAsync(
            ["topic", "delete", name], answer, c => c with { InputIsTerminal = true, ErrorIsTerminal = true });

        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith($"Delete topic '{name}' and everything in it? [y/N] ", run.Error);
        Assert.Equal(isLeft, (await broker.DoAsync("topic list")).Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_broker_refuses_is_one_sentence()
    {
        await broker.DoAsync("topic create once");

        await broker.RefusesAsync("topic create once", "topic 'once' exists already.");
        await broker.RefusesAsync(
            "topic describe never",
            "there is no topic 'never'; 'weir topic list' shows them, 'weir topic create never' makes it.");
        CommandRun run = await broker.RunAsync("topic create typo --config retention.m=1");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("retention.m", Assert.Single(run.Error.TrimEnd().Split('\n')));
    }

    [Theory]
    [InlineData("topic create a --partitions 0", "--partitions: 0 is not 1 or more.")]
    [InlineData("topic create a --config retention.ms", "--config: 'retention.ms' is not KEY=VALUE.")]
    [InlineData("topic alter a", "nothing to alter; give --config, --delete-config or --partitions.")]
    [InlineData("topic list --broker nowhere", "--broker: 'nowhere' is not HOST:PORT.")]
    [InlineData("topic list --timeout 0", "--timeout: 0 is not between 0 and 86400 seconds.")]
    [InlineData("topic", "Required command was not provided; see 'weir topic --help'.")]
    [InlineData("topic create",
        "Required argument 'NAME' missing for command: 'create'; see 'weir topic create --help'.")]
    public async Task A_wrong_command_line_reaches_no_broker(string args, string sentence)
    {
        CommandRun run = await CommandRun.OfAsync(args.Split(' '));

        Assert.Equal((2, $"weir: {sentence}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Out));
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_named_with_the_way_out()
    {
        int port = Weir.Testing.Ports.Next();

        CommandRun run = await CommandRun.OfAsync(["topic", "list", "--broker", $"127.0.0.1:{port}"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"weir: cannot reach 127.0.0.1:{port}: connection refused; start a broker with 'weir serve' or name one "
                + "with --broker." + Environment.NewLine,
            run.Error);
    }

    [Fact]
    public async Task A_server_of_something_else_is_no_stack_trace()
    {
        using System.Net.Sockets.TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();
        int port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        Task<CommandRun> running = CommandRun.OfAsync(["topic", "list", "--broker", $"127.0.0.1:{port}"]);
        using (System.Net.Sockets.Socket socket = await other.AcceptSocketAsync())
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
            CommandRun run = await running;

            Assert.Equal(1, run.ExitCode);
            Assert.Equal(
                $"weir: 127.0.0.1:{port} does not speak Kafka's protocol; is it another port of the broker?"
                    + Environment.NewLine,
                run.Error);
        }
    }

    [Fact]
    public async Task A_silent_broker_ends_with_the_timeout()
    {
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        int port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;

        CommandRun run = await CommandRun.OfAsync(
            ["topic", "list", "--broker", $"127.0.0.1:{port}", "--timeout", "0.2"]);

        Assert.Equal(
            (1, $"weir: 127.0.0.1:{port} did not answer ApiVersions in 0.2 s; allow more time with --timeout."
                + Environment.NewLine),
            (run.ExitCode, run.Error));
    }
}
