using System.Text.Json;

namespace Weir.Tests.Commands;

public sealed class VersionCommandTests
{
    [Fact]
    public async Task The_version_is_a_plain_line_for_scripts()
    {
        CommandRun run = await CommandRun.OfAsync(["version"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^version\t\d+\.\d+\.\d+(-[a-z0-9.]+)?\r?\n", run.Out);
    }

    [Fact]
    public async Task Json_is_one_object()
    {
        CommandRun run = await CommandRun.OfAsync(["version", "--json"]);

        using JsonDocument document = JsonDocument.Parse(run.Out);
        Assert.Equal(
            ["version", "runtime", "platform"],
            document.RootElement.EnumerateObject().Select(property => property.Name));
    }
}
