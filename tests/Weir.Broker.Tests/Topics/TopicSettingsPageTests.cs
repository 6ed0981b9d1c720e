using System.Text;
using Weir.Broker.Topics;

namespace Weir.Broker.Tests.Topics;

/// <summary>
/// docs/topic-settings.md is written from the table. With WEIR_UPDATE_DOCS=1 this test rewrites it, and then passes.
/// </summary>
public sealed class TopicSettingsPageTests
{
    private const string Introduction =
        """
        # Topic settings

        Topics are configured with the names that Kafka's users know. A setting that works is accepted; any other value
        is refused, with the reason. None is accepted and ignored. "Must be" lists what is allowed; a reason in
        parentheses says why a value that Kafka takes is refused here.

        | setting | default | must be | unit | what it does |
        |---|---|---|---|---|

        """;

    [Fact]
    public void The_page_is_current()
    {
        string path = Path.Combine(RepositoryRoot(), "docs", "topic-settings.md");
        if (Environment.GetEnvironmentVariable("WEIR_UPDATE_DOCS") == "1") File.WriteAllText(path, Page());
        Assert.True(
            File.ReadAllText(path) == Page(),
            "docs/topic-settings.md differs from the table: run the tests of Weir.Broker with WEIR_UPDATE_DOCS=1.");
    }

    private static string Page()
    {
        var page = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (TopicSettingDefinition definition in TopicSettingTable.All)
        {
            string value = definition.Default.Length == 0 ? "(empty)" : $"`{definition.Default}`";
            bool isFixed = definition.Doc.StartsWith("Fixed: ", StringComparison.Ordinal);
            string why = definition.Allowed.Reason is { } reason && !isFixed ? $" ({reason})" : "";
            page.Append('|').Append($" `{definition.Name}` | {value} | {definition.Allowed.Text}{why} |")
                .Append(definition.Unit.Length == 0 ? "" : $" {definition.Unit}").Append($" | {definition.Doc} |\n");
        }

        return page.ToString();
    }

    private static string RepositoryRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Weir.slnx")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("Weir.slnx is in no directory above the tests.");
    }
}
