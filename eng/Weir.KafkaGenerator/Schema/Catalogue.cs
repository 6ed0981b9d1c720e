namespace Weir.KafkaGenerator.Schema;

/// <summary>Everything the notation files define, in key order.</summary>
public sealed record Catalogue(IReadOnlyList<Api> Apis, IReadOnlyList<Message> Data)
{
    public IEnumerable<Message> Messages
    {
        get
        {
            foreach (var api in Apis)
            {
                yield return api.Request;
                yield return api.Response;
            }

            foreach (var data in Data) yield return data;
        }
    }

    /// <summary>Reads every <c>*.api</c> file of a directory; file names do not matter.</summary>
    public static Catalogue Load(string directory)
    {
        var parser = new SchemaParser();
        var paths = Directory.GetFiles(directory, "*.api");
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (var path in paths) parser.Parse(Path.GetFileName(path), File.ReadAllLines(path));
        return parser.Finish();
    }
}
