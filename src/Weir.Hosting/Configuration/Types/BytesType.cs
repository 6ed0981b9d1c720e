using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Weir.Hosting.Configuration.Types;

/// <summary>
/// A size: bytes as a plain number, or a number with KiB, MiB, GiB or TiB (powers of 1024). KB and MB are refused,
/// because half the world reads them as powers of 1000. -1 means "no limit" where that is offered.
/// </summary>
internal sealed class BytesType(long minimum, long maximum, bool allowsNoLimit = false) : SettingType<long>
{
    private static readonly (string Suffix, long Factor)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    public override string Name => "bytes";

    public override string Allowed =>
        $"a size from {Format(minimum)} to {Format(maximum)}, in bytes or as in 64MiB" +
        (allowsNoLimit ? ", or -1 for no limit" : "");

    public override bool TryParse(string text, [NotNullWhen(true)] out long value)
    {
        if (allowsNoLimit && text == "-1")
        {
            value = WholeNumberType.NoLimit;
            return true;
        }

        (string suffix, long factor) =
            Array.Find(Units, unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        if (suffix is null)
            factor = 1;
        else
            text = text[..^suffix.Length].TrimEnd();

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
            return false;
        if (value > maximum / factor)
            return false;

        value *= factor;
        return value >= minimum;
    }

    private static string Format(long bytes)
    {
        (string suffix, long factor) = Array.FindLast(Units, unit => bytes >= unit.Factor && bytes % unit.Factor == 0);
        return suffix is null
            ? bytes.ToString(CultureInfo.InvariantCulture)
            : (bytes / factor).ToString(CultureInfo.InvariantCulture) + suffix;
    }
}
