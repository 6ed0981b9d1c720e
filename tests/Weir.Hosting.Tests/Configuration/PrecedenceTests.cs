using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests.Configuration;

public sealed class PrecedenceTests
{
    [Fact]
    public void The_environment_beats_the_file_and_a_flag_beats_both()
    {
        const string Yaml = "kafka:\n  default_partitions: 2\n  idle_ms: 2000\n  connections_max: 2\n";

        WeirOptions options = Given.Load(
            Yaml,
            [("WEIR_KAFKA_IDLE_MS", "3000"), ("WEIR_KAFKA_CONNECTIONS_MAX", "3")],
            [("kafka.connections_max", "4")]);

        Assert.Equal(2, options.Kafka.DefaultPartitions);
        Assert.Equal(3000, options.Kafka.IdleMs);
        Assert.Equal(4, options.Kafka.ConnectionsMax);
    }

    [Fact]
    public void The_last_of_two_flags_wins() =>
        Assert.Equal("b", Given.Load(flags: [("data", "a"), ("data", "b")]).Data);

    [Fact]
    public void Variables_of_other_programs_are_ignored() =>
        Assert.Equal("./weir-data", Given.Load(environment: [("PATH", "/bin"), ("WEIRD", "1")]).Data);

    [Fact]
    public void The_environment_may_name_the_file()
    {
        string refusal = Given.RefusalOf(() => Given.Load(environment: [("WEIR_CONFIG", "/nowhere/weir.yaml")]));
        Assert.StartsWith("/nowhere/weir.yaml: the file cannot be read: ", refusal, StringComparison.Ordinal);
    }
}
