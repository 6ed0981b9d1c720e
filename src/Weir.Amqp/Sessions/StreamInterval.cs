using System.Globalization;

namespace Weir.Amqp.Sessions;

/// <summary>A length of time as RabbitMQ's streams write it: a whole number and one of Y, M, D, h, m and s.</summary>
internal static class StreamInterval
{
    private const long SecondMs = 1_000;
    private const long HourMs = 60 * 60 * SecondMs;
    private const long DayMs = 24 * HourMs;

    /// <summary>A century is enough for anybody, and leaves room to reckon.</summary>
    private const long MsMax = 100 * 365 * DayMs;

    public static bool TryParse(string text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < 2) return false;
        long unitMs = text[^1] switch
        {
            'Y' => 365 * DayMs,
            'M' => 30 * DayMs,
            'D' => DayMs,
            'h' => HourMs,
            'm' => 60 * SecondMs,
            's' => SecondMs,
            _ => 0,
        };
        if (unitMs == 0) return false;
        ReadOnlySpan<char> digits = text.AsSpan(0, text.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long n)) return false;
        if (n > MsMax / unitMs) return false;
        milliseconds = n * unitMs;
        return true;
    }
}
