using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Weir.Hosting.Configuration.Types;

/// <summary>A count or a number of milliseconds within a range; -1 means "no limit" where that is offered.</summary>
internal sealed class WholeNumberType(string name, long minimum, long maximum, bool allowsNoLimit = false)
    : SettingType<long>
{
    public const long NoLimit = -1;

    public override string Name => name;

    public override string Allowed =>
        $"a whole number{Unit} from {minimum} to {maximum}{(allowsNoLimit ? ", or -1 for no limit" : "")}";

    private string Unit => name == "count" ? "" : $" of {name}";

    public override bool TryParse(string text, [NotNullWhen(true)] out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) &&
        ((value >= minimum && value <= maximum) || (allowsNoLimit && value == NoLimit));
}
