namespace Weir.Architecture.Tests.Rules;

/// <summary>A protocol's Wire/ folder is a codec library of its own: of our code it knows only Weir.Wire.</summary>
internal static class WireFolderRule
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        if (!Layers.IsProtocol(file.SourceProject) || !file.Path.StartsWith($"src/{file.SourceProject}/Wire/"))
            yield break;

        string own = $"{file.SourceProject}.Wire";
        foreach ((string name, int line) in file.DottedNames)
        {
            if (name.StartsWith("Weir.") && !IsWithin(name, "Weir.Wire") && !IsWithin(name, own))
            {
                yield return $"{file.At(line)}: a Wire/ folder uses only Weir.Wire and itself, this names {name}. " +
                    "Pass the value in as bytes or numbers, or move the code out of Wire/.";
            }
        }
    }

    private static bool IsWithin(string name, string space) =>
        name == space || name.StartsWith(space + ".", StringComparison.Ordinal);
}
