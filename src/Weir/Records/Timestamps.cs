using System.Globalization;

namespace Weir.Records;

/// <summary>A record's timestamp for people. It is the producer's number, and may be no date at all.</summary>
internal static class Timestamps
{
    private static readonly long MaxMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly long MinMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    public static string Text(long milliseconds) =>
        milliseconds == -1 ? "none"
        : milliseconds >= MinMs && milliseconds <= MaxMs
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)
            : milliseconds.ToString(CultureInfo.InvariantCulture);
}
