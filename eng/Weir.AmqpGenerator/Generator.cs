namespace Weir.AmqpGenerator;

/// <summary>From the notation to C#: file name to text. Writes nothing itself, so that a test can compare.</summary>
public static class Generator
{
    public static SortedDictionary<string, string> Generate(IReadOnlyList<MethodDefinition> methods)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["MethodId.cs"] = CatalogueEmitter.EmitIds(methods),
            ["MethodCatalog.cs"] = CatalogueEmitter.EmitCatalog(methods),
        };
        foreach (var method in methods) files[method.Name + ".cs"] = MethodEmitter.Emit(method);
        return files;
    }
}
