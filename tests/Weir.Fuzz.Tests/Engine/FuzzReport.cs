using System.Globalization;

namespace Weir.Fuzz.Tests.Engine;

/// <summary>What a run of one target came to.</summary>
internal sealed record FuzzReport(
    string Target, int Seed, long Executions, TimeSpan Elapsed, int Outcomes, int Corpus,
        IReadOnlyList<FuzzFailure> Failures)
{
    public override string ToString()
    {
        double perSecond = Executions / Elapsed.TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Target,-22} {Executions,12} executions {perSecond,10:F0}/s {Outcomes,6} outcomes {Corpus,6} inputs ")
            + string.Create(CultureInfo.InvariantCulture, $"{Failures.Count,4} failures");
    }
}
