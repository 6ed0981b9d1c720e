using Weir.Console.Tests.Browser;

namespace Weir.Console.Tests;

/// <summary>
/// Pictures of the pages, taken along the way when <c>WEIR_SCREENSHOTS</c> names a folder; eng/screenshots makes
/// those of the documentation with it.
/// </summary>
internal static class Screenshots
{
    /// <summary>So many seconds of trade make a chart.</summary>
    private const int HistoryMin = 45;

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("WEIR_SCREENSHOTS");

    public static async Task WaitForTradeAsync(ConsoleHost host)
    {
        if (Folder is null) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while ((await host.GetAsync("/overview/history")).AsArray().Count < HistoryMin)
            await timer.WaitForNextTickAsync();
    }

    public static async Task TakeAsync(BrowserPage page, string place, string look)
    {
        if (Folder is null) return;
        Directory.CreateDirectory(Folder);
        string name = place.Length == 0 ? "overview" : place.Split('?')[0].Replace("%2F/", "").Replace('/', '-');
        await File.WriteAllBytesAsync(Path.Combine(Folder, $"{name}-{look}.png"), await page.ScreenshotAsync());
    }
}
