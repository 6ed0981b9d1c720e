using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests.Configuration;

public sealed class ValueTests
{
    [Theory]
    [InlineData("65536", 65_536)]
    [InlineData("64KiB", 65_536)]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("64 mib", 64L << 20)]
    [InlineData("1GiB", 1L << 30)]
    public void A_size_is_bytes_or_has_a_binary_unit(string text, long bytes) =>
        Assert.Equal(bytes, Given.Flag("storage.journal_file_bytes", text).Storage.JournalFileBytes);

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("64MB")]
    [InlineData("1.5GiB")]
    [InlineData("-64MiB")]
    [InlineData("-1")]
    [InlineData("65535")]
    [InlineData("1073741825")]
    [InlineData("9223372036854775807TiB")]
    [InlineData("99999999999999999999")]
    public void Any_other_size_is_refused(string text) =>
        Assert.Equal(
            $"--set: storage.journal_file_bytes is '{text}', but must be a size from 64KiB to 1GiB, in bytes or as " +
            "in 64MiB.",
            Given.RefusalOf(() => Given.Flag("storage.journal_file_bytes", text)));

    [Fact]
    public void No_limit_is_minus_one_where_it_is_offered()
    {
        Assert.Equal(-1, Given.Flag("retention.default_bytes", "-1").Retention.DefaultBytes);
        Assert.Equal(-1, Given.Flag("retention.default_ms", "-1").Retention.DefaultMs);
        Assert.Contains("or -1 for no limit.", Given.RefusalOf(() => Given.Flag("retention.default_ms", "-2")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("two")]
    [InlineData("1.0")]
    public void A_count_outside_its_range_is_refused(string text) =>
        Assert.Equal(
            $"--set: kafka.default_partitions is '{text}', but must be a whole number from 1 to 10000.",
            Given.RefusalOf(() => Given.Flag("kafka.default_partitions", text)));

    [Theory]
    [InlineData("off", null)]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/")]
    [InlineData("https://collector/weir/", "https://collector/weir/")]
    public void A_collector_is_off_or_a_base_address(string text, string? address) =>
        Assert.Equal(address, Given.Flag("telemetry.otlp.endpoint", text).Telemetry.Collector?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:4318")]
    [InlineData("grpc://127.0.0.1:4317")]
    [InlineData("http://127.0.0.1:4318/?token=a")]
    [InlineData("http://ada:secret@127.0.0.1:4318")]
    public void Any_other_collector_is_refused(string text) =>
        Assert.Equal(
            $"--set: telemetry.otlp.endpoint is '{text}', but must be http:// or https:// with host and port (as in "
            + "http://127.0.0.1:4318), or off.",
            Given.RefusalOf(() => Given.Flag("telemetry.otlp.endpoint", text)));

    [Theory]
    [InlineData("0.25", 0.25)]
    [InlineData("1", 1)]
    public void A_ratio_is_a_share_of_all(string text, double ratio) =>
        Assert.Equal(ratio, Given.Flag("telemetry.traces.sampling_ratio", text).Telemetry.SamplingRatio);

    [Theory]
    [InlineData("1.01")]
    [InlineData("-0.1")]
    [InlineData("half")]
    public void Any_other_ratio_is_refused(string text) =>
        Assert.Equal(
            $"--set: telemetry.traces.sampling_ratio is '{text}', but must be a number from 0 (none) to 1 (all), such "
            + "as 0.01.",
            Given.RefusalOf(() => Given.Flag("telemetry.traces.sampling_ratio", text)));

    [Theory]
    [InlineData("off", "")]
    [InlineData("OFF", "")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("localhost:9092, [::1]:9093", "localhost:9092 [::1]:9093")]
    [InlineData("0.0.0.0:65535", "0.0.0.0:65535")]
    public void A_listener_is_off_or_endpoints(string text, string endpoints) =>
        Assert.Equal(endpoints, string.Join(' ', Given.Flag("kafka.listen", text).Kafka.Listen));

    [Theory]
    [InlineData("")]
    [InlineData("9092")]
    [InlineData(":9092")]
    [InlineData("localhost:")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:-1")]
    [InlineData("::1:9092")]
    [InlineData("[localhost]:9092")]
    [InlineData("127.0.0.1:9092,")]
    [InlineData("127.0.0.1:9092,off")]
    [InlineData("a b:9092")]
    public void Any_other_listener_is_refused(string text) =>
        Assert.Contains("HOST:PORT", Given.RefusalOf(() => Given.Flag("kafka.listen", text)));

    [Fact]
    public void An_advertised_address_needs_a_real_port()
    {
        Assert.Equal(
            new Endpoint("broker.example", 9092),
            Given.Flag("kafka.advertised", "broker.example:9092").Kafka.Advertised);
        Assert.Null(Given.Flag("kafka.advertised", "auto").Kafka.Advertised);
        Assert.Contains("1 to 65535", Given.RefusalOf(() => Given.Flag("kafka.advertised", "broker.example:0")));
        Assert.Contains("1 to 65535", Given.RefusalOf(() => Given.Flag("kafka.advertised", "off")));
    }

    [Fact]
    public void A_word_that_is_not_offered_is_refused_with_those_that_are() =>
        Assert.Equal(
            "--set: durability.default is 'memory', but must be one of fsync, os.",
            Given.RefusalOf(() => Given.Flag("durability.default", "memory")));

    [Fact]
    public void A_flag_is_true_or_false()
    {
        Assert.False(Given.Flag("kafka.auto_create_topics", "False").Kafka.AutoCreateTopics);
        Assert.Contains("true or false", Given.RefusalOf(() => Given.Flag("kafka.auto_create_topics", "yes")));
    }

    [Fact]
    public void A_refused_value_is_shown_on_one_line_and_shortened()
    {
        string refusal = Given.RefusalOf(() => Given.Flag("log.level", "a\nb" + new string('c', 5000)));

        Assert.DoesNotContain('\n', refusal);
        Assert.True(refusal.Length < 300, refusal);
    }

    [Fact]
    public void Limits_that_contradict_each_other_are_refused_where_they_were_written()
    {
        Assert.Equal(
            "--set: groups.session_timeout_ms_max is '5000', but must be at least groups.session_timeout_ms_min, " +
            "which is 6000.",
            Given.RefusalOf(() => Given.Flag("groups.session_timeout_ms_max", "5000")));
        Assert.Equal(
            "--set: kafka.message_bytes_max is '1GiB', but must be at most kafka.request_bytes_max, which is " +
            "104857600.",
            Given.RefusalOf(() => Given.Flag("kafka.message_bytes_max", "1GiB")));
    }

    [Fact]
    public void Two_listeners_on_one_endpoint_are_refused_unless_any_port_will_do()
    {
        Assert.Equal(
            "--set: amqp.listen asks for 127.0.0.1:9092, which kafka.listen already has; give each listener " +
            "its own port.",
            Given.RefusalOf(() => Given.Flag("amqp.listen", "127.0.0.1:9092")));
        Assert.Single(Given.Load(flags: [("amqp.listen", "[::1]:0"), ("http.listen", "[::1]:0")]).AmqpListen);
    }
}
