using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Weir.Hosting.Configuration.Types;

/// <summary>A share of all.</summary>
internal sealed class RatioType : SettingType<double>
{
    public override string Name => "ratio";

    public override string Allowed => "a number from 0 (none) to 1 (all), such as 0.01";

    public override bool TryParse(string text, [NotNullWhen(true)] out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
        && value is >= 0 and <= 1;
}
