using Weir.KafkaGenerator.Schema;

namespace Weir.KafkaGenerator.CSharp;

/// <summary>The API keys and the table behind ApiCatalog.</summary>
internal static class CatalogueEmitter
{
    public static string EmitKeys(Catalogue catalogue)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code);
        code.Open("public enum ApiKey : short");
        foreach (var api in catalogue.Apis) code.Line($"{api.Name} = {CSharpField.Number(api.Key)},");
        code.Close();
        return code.ToString();
    }

    public static string EmitTable(Catalogue catalogue)
    {
        var code = new CodeWriter();
        GeneratedFile.Begin(code);
        code.Open("public static partial class ApiCatalog");
        code.Line("private static ApiEntry[] CreateEntries() =>");
        code.Line("[");
        foreach (var api in catalogue.Apis)
        {
            var flexible = api.FirstFlexible is { } first ? CSharpField.Number(first) : "ApiEntry.NeverFlexible";
            var versions = $"{CSharpField.Number(api.Versions.First)}, {CSharpField.Number(api.Versions.Last)}";
            code.Line($"    new(ApiKey.{api.Name}, {versions}, {flexible}),");
        }

        code.Line("];");
        code.Close();
        return code.ToString();
    }
}
