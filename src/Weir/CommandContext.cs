using System.Collections;

namespace Weir;

/// <summary>What a command sees of the process around it, so that tests can give it another.</summary>
internal sealed record CommandContext(
    TextWriter Out, TextWriter Error, bool IsTerminal, IReadOnlyDictionary<string, string> Environment)
{
    public static CommandContext OfThisProcess() =>
        new(
            Console.Out,
            Console.Error,
            !Console.IsOutputRedirected,
            System.Environment.GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""));
}
