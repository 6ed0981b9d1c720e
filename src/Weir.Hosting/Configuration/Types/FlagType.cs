using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>true or false, spelled out: "off" is left to listeners.</summary>
internal sealed class FlagType : SettingType<bool>
{
    public override string Name => "true/false";

    public override string Allowed => "true or false";

    public override bool TryParse(string text, [NotNullWhen(true)] out bool value) => bool.TryParse(text, out value);
}
