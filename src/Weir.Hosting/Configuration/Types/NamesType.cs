using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>Names with commas between them; none is the empty text.</summary>
internal sealed class NamesType : SettingType<IReadOnlyList<string>>
{
    private const int NamesMax = 1_000;
    private const int NameLengthMax = 255;

    public override string Name => "NAME[,...]";

    public override string Allowed =>
        $"up to {NamesMax} names with commas between them, each of 1 to {NameLengthMax} bytes";

    public override bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<string>? value)
    {
        string[] names = text.Split(',', NamesMax + 1, StringSplitOptions.TrimEntries);
        value = names;
        return names.Length <= NamesMax
            && names.All(n => n.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(n) <= NameLengthMax);
    }
}
