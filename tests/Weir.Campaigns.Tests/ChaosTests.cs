using Xunit.Abstractions;

namespace Weir.Campaigns.Tests;

/// <summary>`eng/chaos`, every fault once. The seed is in what it prints, and can be given again.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_whatever_happens_to_the_broker_its_disk_and_its_clock()
    {
        Campaign run = await Campaign.PythonAsync(output, "chaos.py", "--minutes", "0", "--freeze", "3");
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("lost = 0", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_shows_a_loss_when_an_old_copy_of_the_data_is_put_back()
    {
        Campaign run = await Campaign.PythonAsync(
            output, "chaos.py", "--minutes", "0", "--only", "kill", "--restore-backup");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("acknowledged messages are lost", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lost = 0", run.Output, StringComparison.Ordinal);
    }
}
