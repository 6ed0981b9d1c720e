using System.Text;
using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests.Configuration;

public sealed class YamlTests
{
    [Fact]
    public void Sections_nest_or_are_written_with_dots()
    {
        WeirOptions options = Given.Yaml(
            """
            # a comment
            data: /srv/weir
            kafka:
              listen: [127.0.0.1:1, "[::1]:2"]
              auto_create_topics: false
            storage.memory_bytes_max: 1GiB
            amqp: {listen: off}
            """);

        Assert.Equal("/srv/weir", options.Data);
        Assert.Equal("127.0.0.1:1 [::1]:2", string.Join(' ', options.Kafka.Listen));
        Assert.False(options.Kafka.AutoCreateTopics);
        Assert.Equal(1L << 30, options.Storage.MemoryBytesMax);
        Assert.Empty(options.AmqpListen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("kafka:\n  # listen: off\n")]
    [InlineData("kafka: {}")]
    public void A_file_without_settings_changes_nothing(string yaml) =>
        Assert.Equal("127.0.0.1:9092", Assert.Single(Given.Yaml(yaml).Kafka.Listen).ToString());

    [Theory]
    [InlineData("data: x\n\nkafka:\n  lisen: off",
        "weir.yaml:4: there is no setting 'kafka.lisen'; did you mean 'kafka.listen'?")]
    [InlineData("nothing: 1", "weir.yaml:1: there is no setting 'nothing'; 'weir serve --help' lists them all.")]
    [InlineData("nothing:", "weir.yaml:1: there is no setting 'nothing'; 'weir serve --help' lists them all.")]
    [InlineData("kafka: off",
        "weir.yaml:1: 'kafka' is a section and takes no value of its own; settings are inside it, as kafka.listen is.")]
    [InlineData("kafka.listen: {a: 1}",
        "weir.yaml:1: there is no setting 'kafka.listen.a'; did you mean 'kafka.listen'?")]
    [InlineData("data: a\nlog:\n  level: loud",
        "weir.yaml:3: log.level is 'loud', but must be one of trace, debug, information, warning, error.")]
    [InlineData("data:", "weir.yaml:1: data is '', but must be a path.")]
    [InlineData("data: a\ndata: b", "weir.yaml:2: 'data' is set twice in this file.")]
    [InlineData("log.level: error\nlog:\n  level: error", "weir.yaml:3: 'log.level' is set twice in this file.")]
    [InlineData("- a", "weir.yaml:1: settings are written as 'key: value'.")]
    [InlineData("just text", "weir.yaml:1: settings are written as 'key: value'.")]
    [InlineData("data: a\n---\ndata: b", "weir.yaml:2: a second document begins here; put all settings in one.")]
    [InlineData("data: &x a\nlog.level: *x", "weir.yaml:2: 'log.level' needs a value written out, not an alias.")]
    [InlineData("kafka.listen: [[a]]", "weir.yaml:1: the list of 'kafka.listen' must hold plain values.")]
    [InlineData("? [a]\n: b", "weir.yaml:1: a key must be plain text.")]
    [InlineData("a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}",
        "weir.yaml:1: 'a.a.a.a.a.a.a.a' is nested too deep.")]
    public void A_mistake_is_reported_with_its_line(string yaml, string refusal) =>
        Assert.Equal(refusal, Given.RefusalOf(() => Given.Yaml(yaml)));

    [Theory]
    [InlineData("data: 'open")]
    [InlineData("data: [a")]
    [InlineData("data: @a")]
    [InlineData("data: a\n b: c: d")]
    public void Text_that_is_not_yaml_is_refused_in_one_line(string yaml)
    {
        string refusal = Given.RefusalOf(() => Given.Yaml(yaml));

        Assert.Matches(@"^weir\.yaml:\d+: this is not YAML: .+\.$", refusal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        string folder = Path.GetTempPath();

        Assert.StartsWith($"{folder}: the file cannot be read: ", RefusalOf(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_and_oversized_files_are_refused()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [.. Encoding.UTF8.GetBytes("data: "), 0xC3, 0x28]);
            Assert.Equal($"{file}: the file is not UTF-8 text.", RefusalOf(file));

            File.WriteAllText(file, new string('#', (1 << 20) + 1));
            Assert.Equal($"{file}: the file has 1048577 bytes, at most 1048576.", RefusalOf(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string RefusalOf(string file) =>
        Given.RefusalOf(() => ConfigurationLoader.Load(file, new Dictionary<string, string>(), []));
}
