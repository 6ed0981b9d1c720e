using System.Globalization;

namespace Weir.Storage.Tests.Embedded;

/// <summary>Many crash histories. WEIR_HISTORIES sets how many, WEIR_SEED where they start; a failure names its seed.</summary>
public sealed class CrashCampaignTests
{
    private const int HistoriesByDefault = 300;

    [Fact]
    public async Task A_crash_at_every_file_operation_loses_nothing_acknowledged()
    {
        CrashHistory history = new(seed: 0);
        await history.RunAsync(rounds: 12, momentsToCheck: 1000);
        Assert.True(history.Images >= 1000);
    }

    [Fact]
    public async Task Seeded_histories_of_appends_checkpoints_and_crashes_hold()
    {
        int histories = Number("WEIR_HISTORIES", HistoriesByDefault);
        int first = Number("WEIR_SEED", 1);
        for (int seed = first; seed < first + histories; seed++)
        {
            try
            {
                await new CrashHistory(seed).RunAsync(rounds: 10, momentsToCheck: 12);
            }
            catch (Exception e)
            {
                Assert.Fail($"WEIR_SEED={seed} WEIR_HISTORIES=1: {e}");
            }
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
