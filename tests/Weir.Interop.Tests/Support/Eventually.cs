using System.Diagnostics;

namespace Weir.Interop.Tests.Support;

/// <summary>
/// Waits for something another process does in its own time. The only place where these tests wait; it looks often
/// and fails with what was expected.
/// </summary>
internal static class Eventually
{
    public static Task TrueAsync(string what, Func<bool> condition, int timeoutSeconds = 30) =>
        TrueAsync(() => what, () => Task.FromResult(condition()), timeoutSeconds);

    public static Task TrueAsync(Func<string> what, Func<bool> condition, int timeoutSeconds = 30) =>
        TrueAsync(what, () => Task.FromResult(condition()), timeoutSeconds);

    public static async Task TrueAsync(Func<string> what, Func<Task<bool>> condition, int timeoutSeconds = 30)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed.TotalSeconds < timeoutSeconds, $"Not so after {timeoutSeconds} s: {what()}");
            await Task.Delay(20);
        }
    }
}
