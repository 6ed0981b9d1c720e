using System.Globalization;

namespace Weir.Broker.Topics;

/// <summary>
/// Which values a setting takes: a test, the same in words, and for values that Kafka takes and this broker does not,
/// the reason.
/// </summary>
public sealed class TopicSettingRule
{
    private readonly Func<string, bool> _accepts;

    private TopicSettingRule(string text, Func<string, bool> accepts, string? reason)
    {
        Text = text;
        Reason = reason;
        _accepts = accepts;
    }

    /// <summary>What is allowed, to follow "must be".</summary>
    public string Text { get; }

    /// <summary>Why no more is allowed; null where Kafka has the same limits.</summary>
    public string? Reason { get; }

    public bool Accepts(string value) => _accepts(value);

    internal static TopicSettingRule Between(long min, long max, string? reason = null) => new(
        max == long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"a whole number, {min} or more")
            : string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        value => TryParse(value, out long number) && number >= min && number <= max,
        reason);

    internal static TopicSettingRule Ratio() => new(
        "a number from 0 to 1",
        static value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio)
            && ratio is >= 0 and <= 1,
        null);

    internal static TopicSettingRule Boolean() => new(
        "true or false", static value => bool.TryParse(value, out _), null);

    internal static TopicSettingRule OneOf(params string[] values) => new(
        string.Join(" or ", values), value => values.Contains(value), null);

    /// <summary>One or more of the values, separated by commas.</summary>
    internal static TopicSettingRule SomeOf(params string[] values) => new(
        $"{string.Join(", ", values)}, or several of these separated by commas",
        value => Split(value) is { Length: > 0 } parts && Array.TrueForAll(parts, values.Contains),
        null);

    /// <summary>A single value, whichever way its type lets it be written.</summary>
    internal static TopicSettingRule Only(string value, string reason) => new(
        value.Length == 0 ? "empty" : value,
        given => string.Equals(given, value, StringComparison.OrdinalIgnoreCase)
            || (TryParse(value, out long wanted) && TryParse(given, out long number) && number == wanted),
        reason);

    internal static TopicSettingRule FormatVersion(string reason) => new(
        "0.11.0 or newer", static value => IsBatchFormat(value), reason);

    internal static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool TryParse(string value, out long number) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>"3.0-IV1", "2.8", "0.11.0-IV2": the releases that know record batches.</summary>
    private static bool IsBatchFormat(string value)
    {
        int dash = value.IndexOf("-IV", StringComparison.Ordinal);
        if (dash >= 0 && !TryParse(value[(dash + 3)..], out _)) return false;
        string release = dash < 0 ? value : value[..dash];
        return Version.TryParse(release, out Version? version) && version >= new Version(0, 11);
    }
}
