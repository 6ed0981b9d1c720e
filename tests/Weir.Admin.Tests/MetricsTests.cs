using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Admin.Tests;

public sealed partial class MetricsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Every_sample_belongs_to_a_family_and_every_family_has_help()
    {
        string text = await ScrapeAsync();
        var families = new HashSet<string>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.True(families.Add(line.Split(' ')[2]), line);
            if (line[0] == '#') continue;
            Match sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            string name = Suffix().Replace(sample.Groups[1].Value, "");
            Assert.True(families.Contains(name) || families.Contains(sample.Groups[1].Value), line);
            Assert.True(double.TryParse(sample.Groups[2].Value, CultureInfo.InvariantCulture, out _), line);
        }
    }

    [Fact]
    public async Task Commits_and_topics_are_counted()
    {
        string before = await ScrapeAsync();
        await host.SendAsync(HttpMethod.Put, "/api/v1/queues/%2F/counted", new System.Text.Json.Nodes.JsonObject());
        await host.SendAsync(
            HttpMethod.Post, "/api/v1/messages/%2F",
            System.Text.Json.Nodes.JsonNode.Parse("""{"topic":"counted","value":"x"}"""));
        string after = await ScrapeAsync();
        Assert.True(Value(after, "weir_commit_seconds_count") > Value(before, "weir_commit_seconds_count"));
        Assert.Equal(1, Value(after, """weir_topic_published_total{namespace="/",topic="counted"}"""));
        Assert.Equal(1, Value(after, """weir_queue_ready_messages{namespace="/",queue="counted"}"""));
    }

    [Theory]
    [InlineData("deploy/grafana/weir.json")]
    [InlineData("deploy/prometheus/weir-alerts.yml")]
    public async Task The_dashboard_and_the_alert_rules_name_metrics_that_exist(string file)
    {
        string text = await ScrapeAsync();
        string[] named = [.. Metric().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), file)))
            .Select(m => Suffix().Replace(m.Value, "")).Distinct()];
        Assert.True(named.Length > 5);
        foreach (string name in named) Assert.Contains($"# TYPE {name} ", text, StringComparison.Ordinal);
    }

    private static double Value(string text, string series)
    {
        string line = text.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    private static string Root()
    {
        string at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Weir.slnx"))) at = Path.GetDirectoryName(at)!;
        return at;
    }

    private Task<string> ScrapeAsync() => host.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    [GeneratedRegex("""^([a-z_]+)(?:\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)*\})? (\S+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\b(?:weir|process|dotnet)_[a-z_]+\b")]
    private static partial Regex Metric();
}
