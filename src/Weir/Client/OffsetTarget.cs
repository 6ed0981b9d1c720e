using System.Globalization;

namespace Weir.Client;

/// <summary>
/// Where to begin reading: the beginning, the end, an offset, or a time. The wire has one number for all but the plain
/// offset: -2, -1, or Unix milliseconds.
/// </summary>
internal readonly record struct OffsetTarget(long? Offset, long Timestamp)
{
    public const long BeginningTimestamp = -2;
    public const long EndTimestamp = -1;

    public static readonly OffsetTarget Beginning = new(null, BeginningTimestamp);
    public static readonly OffsetTarget End = new(null, EndTimestamp);

    /// <exception cref="UsageException">The text is none of the forms.</exception>
    public static OffsetTarget Parse(string text, string option, TimeProvider time)
    {
        if (text is "beginning" or "earliest") return Beginning;
        if (text is "end" or "latest") return End;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
            return new OffsetTarget(offset, 0);
        if (TryParseAge(text, out TimeSpan age)) return At(time.GetUtcNow() - age);
        if (TryParseTime(text, out DateTimeOffset at)) return At(at);
        throw new UsageException(
            $"{option}: '{text}' is not beginning, end, an offset, a time as 2026-01-31T12:00:00Z, or an age as -10m");
    }

    /// <summary>ISO 8601; without an offset it is UTC.</summary>
    public static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces,
            out time) && text.Length >= "2026-01-31".Length && char.IsAsciiDigit(text[0]);

    private static OffsetTarget At(DateTimeOffset time) => new(null, Math.Max(0, time.ToUnixTimeMilliseconds()));

    private static bool TryParseAge(string text, out TimeSpan age)
    {
        age = default;
        if (text.Length < 3 || text[0] != '-') return false;
        ReadOnlySpan<char> digits = text.AsSpan(1, text.Length - 2);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int n))
            return false;

        long seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 60 * 60, 'd' => 24 * 60 * 60, _ => 0 };
        if (seconds == 0 || n * seconds > TimeSpan.MaxValue.TotalSeconds / 1000) return false;
        age = TimeSpan.FromSeconds(n * seconds);
        return true;
    }
}
