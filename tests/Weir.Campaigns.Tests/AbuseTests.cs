using Xunit.Abstractions;

namespace Weir.Campaigns.Tests;

/// <summary>
/// `eng/abuse` and `eng/overload`, each part for a moment and with small floods. How fast others are served meanwhile
/// is for the campaigns to judge, but for the 5 s beyond which a flood has stopped them.
/// </summary>
public sealed class AbuseTests(ITestOutputHelper output)
{
    private static string Program =>
        Path.Combine(Campaign.Root, "eng", "Weir.Abuse", "bin", "Release", "net10.0", "Weir.Abuse.dll");

    [Fact]
    public async Task Who_breaks_the_rules_is_refused_and_disturbs_nobody()
    {
        Campaign run = await RunAsync("abuse", "--minutes", "0.15", "--connections", "500", "--times", "report");
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.EndsWith("kept", run.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_much_is_slowed_or_refused_within_half_a_gibibyte_of_heap()
    {
        Campaign run = await RunAsync("overload", "--minutes", "0.2", "--queues", "1000", "--times", "report");
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.EndsWith("kept", run.Output.Trim(), StringComparison.Ordinal);
    }

    private Task<Campaign> RunAsync(params string[] arguments) =>
        Campaign.RunAsync(output, "dotnet", [Program, .. arguments]);
}
