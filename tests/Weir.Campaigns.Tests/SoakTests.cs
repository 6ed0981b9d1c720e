using Xunit.Abstractions;

namespace Weir.Campaigns.Tests;

/// <summary>`eng/soak`, too short to see a slow leak: that it runs, accounts, and can fail.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_mixed_load_stays_flat_and_everything_arrives()
    {
        Campaign run = await Campaign.PythonAsync(output, "soak.py", "--minutes", "0.35");
        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Fact]
    public async Task What_judges_the_campaigns_sees_growth_losses_and_duplicates()
    {
        Campaign run = await Campaign.RunAsync(
            output, "/usr/bin/python3", "-m", "unittest", "discover", "-s", "eng/campaigns", "-p", "*_test.py");
        Assert.True(run.ExitCode == 0, run.Output);
    }
}
