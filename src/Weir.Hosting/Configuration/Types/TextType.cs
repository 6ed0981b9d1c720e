using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>A name or a path that may be left empty.</summary>
internal sealed class TextType(int lengthMax) : SettingType<string>
{
    public override string Name => "text";

    public override string Allowed => $"up to {lengthMax} characters, or empty";

    public override bool TryParse(string text, [NotNullWhen(true)] out string? value)
    {
        value = text;
        return text.Length <= lengthMax && !text.Contains('\0', StringComparison.Ordinal);
    }
}
