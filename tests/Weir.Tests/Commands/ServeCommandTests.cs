namespace Weir.Tests.Commands;

public sealed class ServeCommandTests
{
    [Fact]
    public async Task Short_flags_set_what_scripts_rely_on()
    {
        CommandRun run = await CommandRun.OfAsync(
            ["serve", "--data", "/srv/d", "--kafka", "[::1]:1", "--amqp", "off", "--http", "127.0.0.1:0"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("/srv/d", run.Served!.Data);
        Assert.Equal("[::1]:1", Assert.Single(run.Served.Kafka.Listen).ToString());
        Assert.Empty(run.Served.AmqpListen);
        Assert.Equal(0, Assert.Single(run.Served.HttpListen).Port);
    }

    [Fact]
    public async Task Any_setting_is_reached_by_set_and_beats_file_and_environment()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file, "kafka:\n  idle_ms: 2000\n  default_partitions: 2\n  connections_max: 2\n");

            CommandRun run = await CommandRun.OfAsync(
                ["serve", "--config", file, "--set", "kafka.connections_max=4", "--set", "log.format=json"],
                new() { ["WEIR_KAFKA_IDLE_MS"] = "3000", ["WEIR_KAFKA_CONNECTIONS_MAX"] = "3" });

            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Equal(2, run.Served!.Kafka.DefaultPartitions);
            Assert.Equal(3000, run.Served.Kafka.IdleMs);
            Assert.Equal(4, run.Served.Kafka.ConnectionsMax);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Help_lists_flags_and_settings()
    {
        CommandRun run = await CommandRun.OfAsync(["serve", "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("--config <FILE>", run.Out);
        Assert.Contains("storage.checkpoint_interval_ms", run.Out);
        Assert.Null(run.Served);
    }
}
