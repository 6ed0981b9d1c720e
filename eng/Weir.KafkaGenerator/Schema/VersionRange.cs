using System.Globalization;

namespace Weir.KafkaGenerator.Schema;

/// <summary>An inclusive range of message versions.</summary>
public readonly record struct VersionRange(int First, int Last)
{
    public bool Contains(int version) => version >= First && version <= Last;

    public bool Covers(VersionRange other) => First <= other.First && Last >= other.Last;

    /// <summary>Reads <c>6+</c>, <c>2-4</c> or <c>3</c>; an open end closes with the enclosing range.</summary>
    public static bool TryParse(string text, VersionRange within, out VersionRange range)
    {
        range = default;
        if (text.EndsWith('+'))
        {
            if (!TryNumber(text[..^1], out var first)) return false;
            range = new VersionRange(first, within.Last);
            return true;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            if (!TryNumber(text, out var only)) return false;
            range = new VersionRange(only, only);
            return true;
        }

        if (!TryNumber(text[..dash], out var low) || !TryNumber(text[(dash + 1)..], out var high)) return false;
        range = new VersionRange(low, high);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
