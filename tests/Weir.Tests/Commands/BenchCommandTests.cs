using System.Text.Json;

namespace Weir.Tests.Commands;

/// <summary>Short loads on a broker in this process. How fast it was is not judged, only that it is true.</summary>
public sealed class BenchCommandTests(RunningBroker broker) : IClassFixture<RunningBroker>
{
    private const string Short = "--warmup 0.2 --duration 0.8 --json";

    [Theory]
    [InlineData("kafka", "--partitions 2 --consumers 2 --producers 2")]
    [InlineData("amqp", "--queues 2 --consumers 2 --producers 2")]
    [InlineData("amqp", "--queues 3 --consumers 3 --producers 1 --ack-batch 10 --size 200000")]
    [InlineData("kafka", "--partitions 3 --consumers 1 --producers 1 --batch 7 --size 20000")]
    public async Task At_a_fixed_rate_every_message_due_is_confirmed_and_received_once(string protocol, string load)
    {
        using JsonDocument result =
            JsonDocument.Parse(await broker.DoAsync($"bench {To(protocol)} --rate 500 {load} {Short}"));

        JsonElement root = result.RootElement;
        Assert.Equal(protocol, root.GetProperty("protocol").GetString());
        Assert.Equal(0, root.GetProperty("unanswered").GetInt64());

        // 500 a second for 0.8 s; whatever was still under way at the end was waited for.
        Assert.Equal(400, root.GetProperty("confirmLatencyUs").GetProperty("count").GetInt64());
        Assert.Equal(400, root.GetProperty("endToEndLatencyUs").GetProperty("count").GetInt64());
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("amqp")]
    public async Task Flat_out_it_reports_throughput_latency_and_cost_in_json(string protocol)
    {
        int ours = Environment.ProcessId;
        using JsonDocument result =
            JsonDocument.Parse(await broker.DoAsync($"bench {To(protocol)} --server-pid {ours} {Short}"));

        JsonElement root = result.RootElement;
        Assert.Equal(
            [
                "protocol", "target", "producers", "consumers", "lanes", "sizeBytes", "ratePerSecond", "seconds",
                "published", "consumed", "confirmLatencyUs", "endToEndLatencyUs", "unanswered", "refused", "client",
                "server",
            ],
            root.EnumerateObject().Select(static p => p.Name));
        Assert.True(root.GetProperty("published").GetProperty("perSecond").GetDouble() > 0);
        Assert.True(root.GetProperty("consumed").GetProperty("messages").GetInt64() > 0);
        JsonElement latency = root.GetProperty("confirmLatencyUs");
        Assert.True(latency.GetProperty("p50").GetDouble() <= latency.GetProperty("p999").GetDouble());
        Assert.True(latency.GetProperty("p999").GetDouble() <= latency.GetProperty("max").GetDouble() * 1.01);
        Assert.True(root.GetProperty("client").GetProperty("cpuMicrosecondsPerMessage").GetDouble() > 0);
        Assert.True(root.GetProperty("server").GetProperty("residentMegabytes").GetDouble() > 1);
    }

    [Fact]
    public async Task What_was_kept_is_consumed_later()
    {
        await broker.DoAsync(
            $"bench {To("amqp")} --name kept --keep --count 1000 --consumers 0 --warmup 0 --duration 30 --json");

        using JsonDocument result = JsonDocument.Parse(await broker.DoAsync(
            $"bench {To("amqp")} --name kept --keep --producers 0 --warmup 0 --duration 1 --drain 0 --json"));
        Assert.Equal(1000, result.RootElement.GetProperty("consumed").GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task For_people_it_is_a_report_and_what_it_made_is_gone_afterwards()
    {
        string report = await broker.DoAsync($"bench {To("kafka")} --rate 100 --warmup 0 --duration 0.3");

        Assert.Contains("broker\tkafka at ", report);
        Assert.Matches(@"published\t\d+/s, 0\.0 MB/s", report);
        Assert.Matches(@"latency\tconfirm\t\d+\.\d{3}\t", report);
        Assert.DoesNotContain("weir-bench", await broker.DoAsync("topic list"));
    }

    [Fact]
    public async Task The_json_goes_into_a_file_too()
    {
        string path = Path.Combine(broker.Data, "bench.json");
        await broker.DoAsync($"bench {To("kafka")} --rate 100 --warmup 0 --duration 0.2 --output {path}");

        using JsonDocument result = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        Assert.Equal("kafka", result.RootElement.GetProperty("protocol").GetString());
    }

    [Fact]
    public async Task The_incident_measures_orders_alone_and_beside_a_flood_on_both_places()
    {
        using JsonDocument results = JsonDocument.Parse(await broker.DoAsync(
            $"bench incident --url amqp://{broker.AmqpAddress} --backlog 2000 --duration 1 --orders 50 --json"));

        JsonElement[] parts = [.. results.RootElement.EnumerateArray()];
        Assert.Equal(
            ["none", "same connection", "own connection"],
            parts.Select(static p => p.GetProperty("flood").GetString()));
        Assert.Equal(0, parts[0].GetProperty("floodPerSecond").GetDouble());
        Assert.All(parts[1..], static p => Assert.True(p.GetProperty("floodPerSecond").GetDouble() > 0));
        Assert.All(parts, static p => Assert.Equal(0, p.GetProperty("unconfirmed").GetInt64()));
        Assert.All(
            parts, static p => Assert.Equal(50, p.GetProperty("orderLatencyUs").GetProperty("count").GetInt64()));
    }

    [Theory]
    [InlineData("--protocol mqtt", "--protocol: 'mqtt' is neither kafka nor amqp.")]
    [InlineData("--size 7", "--size: 7 is not between 8 and 134217728.")]
    [InlineData("--url http://here", "--url: 'http://here' is not amqp://USER:PASSWORD@HOST:PORT/VHOST.")]
    [InlineData("--consumers 2", "a partition is read by one consumer here: give at most as many as --partitions.")]
    [InlineData("--protocol amqp --prefetch 5 --ack-batch 6",
        "--ack-batch: more than --prefetch are never there to be settled.")]
    [InlineData("--producers 0", "without producers there is only what --name and --keep leave to consume.")]
    public async Task A_load_that_makes_no_sense_is_refused(string options, string sentence)
    {
        CommandRun run = await broker.RunAsync($"bench {options}");
        Assert.Equal((2, $"weir: {sentence}{Environment.NewLine}"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_named()
    {
        CommandRun run = await broker.RunAsync("bench --url amqp://127.0.0.1:1");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("weir: cannot reach 127.0.0.1:1: ", run.Error, StringComparison.Ordinal);
    }

    private string To(string protocol) =>
        protocol == "amqp" ? $"--url amqp://{broker.AmqpAddress}" : $"--bootstrap {broker.Address}";
}
