using System.Collections;

namespace Weir;

/// <summary>What a command sees of the process around it, so that tests can give it another.</summary>
internal sealed record CommandContext(
    TextWriter Out, TextWriter Error, bool IsTerminal, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Standard input as bytes.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>Standard output as bytes, for what is not text; nobody mixes it with <see cref="Out"/>.</summary>
    public required Stream OutBytes { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static CommandContext OfThisProcess() =>
        new(
            Console.Out,
            Console.Error,
            !Console.IsOutputRedirected,
            System.Environment.GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""))
        {
            Input = Console.OpenStandardInput(),
            OutBytes = Console.OpenStandardOutput(),
            InputIsTerminal = !Console.IsInputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
}
