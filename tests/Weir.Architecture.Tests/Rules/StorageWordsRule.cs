namespace Weir.Architecture.Tests.Rules;

/// <summary>Storage knows no protocol and no socket, and its identifiers show it.</summary>
internal static class StorageWordsRule
{
    private static readonly string[] Words = ["kafka", "amqp", "mqtt", "socket"];

    public static IEnumerable<string> Check(SourceFile file)
    {
        if (file.SourceProject is not { } project || !project.StartsWith("Weir.Storage"))
            yield break;

        foreach (var identifier in file.Identifiers)
        {
            if (Words.FirstOrDefault(word => Has(identifier.ValueText, word)) is { } word)
            {
                int line = file.LineOf(identifier.SpanStart);
                yield return $"{file.At(line)}: storage knows no protocol and no socket, but " +
                    $"'{identifier.ValueText}' says '{word}'. Name what the thing is to storage.";
            }
        }
    }

    private static bool Has(string identifier, string word) =>
        identifier.Contains(word, StringComparison.OrdinalIgnoreCase);
}
