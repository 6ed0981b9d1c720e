namespace Weir.Fuzz.Tests.Engine;

/// <summary>What a run of one target came to.</summary>
internal sealed record FuzzReport(
    string Target, int Seed, long Executions, TimeSpan Elapsed, int Outcomes, int Corpus, IReadOnlyList<FuzzFailure> Failures)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Target,-22} {Executions,12} executions {Executions / Elapsed.TotalSeconds,10:F0}/s {Outcomes,6} outcomes {Corpus,6} inputs {Failures.Count,4} failures");
}
