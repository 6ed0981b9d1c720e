using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>A path, taken from the working directory when it is relative.</summary>
internal sealed class PathType : SettingType<string>
{
    public override string Name => "path";

    public override string Allowed => "a path";

    public override bool TryParse(string text, [NotNullWhen(true)] out string? value)
    {
        value = text;
        return text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal);
    }
}
