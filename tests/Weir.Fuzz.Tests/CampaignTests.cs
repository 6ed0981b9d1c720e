using Weir.Abuse;

namespace Weir.Fuzz.Tests;

/// <summary>The campaigns of eng/abuse and eng/overload, for a few seconds each, against the built program.</summary>
public sealed class CampaignTests
{
    [Fact]
    public async Task Who_breaks_the_rules_is_refused_and_disturbs_nobody()
    {
        await using var account = new StringWriter();
        bool isKept = await AbuseCampaign.RunAsync(TimeSpan.FromSeconds(15), connections: 1_000, account);
        Assert.True(isKept, account.ToString());
    }

    [Fact]
    public async Task Too_much_is_slowed_or_refused_within_half_a_gibibyte_of_heap()
    {
        await using var account = new StringWriter();
        bool isKept = await OverloadCampaign.RunAsync(TimeSpan.FromSeconds(20), queues: 2_000, account);
        Assert.True(isKept, account.ToString());
    }
}
