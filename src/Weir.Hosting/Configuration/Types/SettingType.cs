using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>How the text of a setting becomes a value, and how to say what is allowed.</summary>
internal abstract class SettingType<T>
    where T : notnull
{
    /// <summary>Type and unit in a word or two.</summary>
    public abstract string Name { get; }

    /// <summary>Completes the sentence "the value must be ...".</summary>
    public abstract string Allowed { get; }

    public abstract bool TryParse(string text, [NotNullWhen(true)] out T? value);
}
