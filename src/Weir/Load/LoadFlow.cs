namespace Weir.Load;

/// <summary>Messages one way within the measured time.</summary>
internal sealed record LoadFlow(long Messages, double PerSecond, double MegabytesPerSecond)
{
    public static LoadFlow Of(long messages, double seconds, int sizeBytes) => new(
        messages,
        Math.Round(messages / seconds, 1),
        Math.Round(messages / seconds * sizeBytes / 1e6, 3));
}
