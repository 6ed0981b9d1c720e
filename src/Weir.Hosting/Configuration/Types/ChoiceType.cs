using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices) : SettingType<T>
    where T : struct
{
    public override string Name => string.Join(" | ", choices.Select(choice => choice.Word));

    public override string Allowed => $"one of {string.Join(", ", choices.Select(choice => choice.Word))}";

    public override bool TryParse(string text, [NotNullWhen(true)] out T value)
    {
        (string word, value) =
            Array.Find(choices, choice => choice.Word.Equals(text, StringComparison.OrdinalIgnoreCase));
        return word is not null;
    }
}
