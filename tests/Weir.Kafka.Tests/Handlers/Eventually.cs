using System.Diagnostics;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Waits for what another thread is about to do; the only place here that looks at the real clock.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "it did not come true");
            await Task.Delay(1);
        }
    }
}
