using Weir.Fuzz.Tests.Engine;

namespace Weir.Fuzz.Tests;

/// <summary>A second of every target, and every input that once failed. The campaign is eng/fuzz.</summary>
public sealed class FuzzTargetTests
{
    private const int Seed = 20;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Targets() => [.. FuzzTargets.Names];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        string root = Path.Combine(AppContext.BaseDirectory, "Cases");
        foreach (string path in Directory.EnumerateFiles(root, "*.bin", SearchOption.AllDirectories).Order())
            cases.Add(Path.GetFileName(Path.GetDirectoryName(path)!), Path.GetFileName(path));
        return cases;
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Hostile_bytes_get_a_documented_answer_in_bounded_memory_and_time(string name)
    {
        FuzzTarget target = FuzzTargets.Create(name)!;
        using var _ = target as IDisposable;
        using var guard = new HangGuard(static _ => { });
        FuzzReport report = new FuzzRun(target, Seed, guard).For(Each);
        Assert.True(report.Failures.Count == 0, string.Join('\n', report.Failures.Select(
            failure => $"{failure.Reason}\n{Convert.ToHexString(failure.Input)}")));
        Assert.True(report.Outcomes > 1, $"only one outcome in {report.Executions} executions");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_input_that_once_failed_is_answered(string target, string file)
    {
        FuzzTarget reader = FuzzTargets.Create(target)!;
        using var _ = reader as IDisposable;
        byte[] input = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Cases", target, file));
        Assert.Null(FuzzCheck.Run(reader, input, out string _)?.Reason);
    }
}
