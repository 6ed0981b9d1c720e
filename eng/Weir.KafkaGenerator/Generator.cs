using Weir.KafkaGenerator.CSharp;
using Weir.KafkaGenerator.Schema;

namespace Weir.KafkaGenerator;

/// <summary>From the catalogue to C#: file name to text. Writes nothing itself, so that a test can compare.</summary>
public static class Generator
{
    public static SortedDictionary<string, string> Generate(Catalogue catalogue)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["ApiKey.cs"] = CatalogueEmitter.EmitKeys(catalogue),
            ["ApiCatalog.Entries.cs"] = CatalogueEmitter.EmitTable(catalogue),
        };
        foreach (var api in catalogue.Apis)
        {
            files[api.Request.Name + ".cs"] = MessageEmitter.Emit(api.Request, api.Response.Name, api.Name);
            files[api.Response.Name + ".cs"] = MessageEmitter.Emit(api.Response, null, api.Name);
        }

        foreach (var data in catalogue.Data) files[data.Name + ".cs"] = MessageEmitter.Emit(data, null, data.Name);
        return files;
    }
}
