using System.Diagnostics;

namespace Weir.Fuzz.Tests.Engine;

/// <summary>
/// Runs one input and holds it to the promises: no exception, bounded memory, bounded time. Memory and time are
/// measured again before they count, because the first use of code and of pools costs something of its own.
/// </summary>
internal static class FuzzCheck
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(2);

    public static FuzzFailure? Run(FuzzTarget target, byte[] input, out string outcome)
    {
        FuzzFailure? failure = null;
        outcome = "";
        for (int attempt = 0; attempt < 3; attempt++)
        {
            failure = Try(target, input, out outcome);
            if (failure is null) return null;
            if (attempt > 0 && !failure.Site.StartsWith("bound", StringComparison.Ordinal)) return failure;
        }

        return failure;
    }

    private static FuzzFailure? Try(FuzzTarget target, byte[] input, out string outcome)
    {
        byte[] copy = (byte[])input.Clone();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        try
        {
            outcome = target.Execute(copy);
        }
        catch (Exception e)
        {
            outcome = "failure";
            return new FuzzFailure(target.Name, SiteOf(e), e.ToString(), input);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        long allocatedMax = target.AllocatedBytesMax(input);
        if (allocated > allocatedMax)
        {
            return new FuzzFailure(target.Name, $"bound of memory, {outcome}",
                $"{input.Length} bytes made it allocate {allocated}, the bound is {allocatedMax}", input);
        }

        return took <= TimeMax ? null : new FuzzFailure(
            target.Name, $"bound of time, {outcome}", $"{input.Length} bytes took {took}, the bound is {TimeMax}",
                input);
    }

    private static string SiteOf(Exception e)
    {
        string place = (e.StackTrace ?? "").Split('\n').Select(static line => line.Trim())
            .FirstOrDefault(static line => line.Contains(" Weir.", StringComparison.Ordinal)
                && !line.Contains("FuzzException", StringComparison.Ordinal)) ?? "";
        return e is FuzzException ? e.Message : $"{e.GetType().Name} {place}";
    }
}
