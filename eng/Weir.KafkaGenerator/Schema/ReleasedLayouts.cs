using System.Globalization;

namespace Weir.KafkaGenerator.Schema;

/// <summary>
/// Guards what has been released: a version of a message, once out, keeps its bytes for ever, because clients in the
/// field speak it. New versions are free to come; <c>layouts.txt</c> holds one line for every version there is.
/// </summary>
public static class ReleasedLayouts
{
    public static IEnumerable<string> Describe(Catalogue catalogue)
    {
        foreach (var message in catalogue.Messages)
            for (var version = message.Versions.First; version <= message.Versions.Last; version++)
                yield return $"{NameOf(message, version)}: {WireLayout.Describe(message, version)}";
    }

    /// <summary>One sentence for every released version that is gone or looks different.</summary>
    public static IReadOnlyList<string> Check(Catalogue catalogue, IEnumerable<string> released)
    {
        var current = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Describe(catalogue))
        {
            var (name, layout) = Split(line);
            current.Add(name, layout);
        }

        var problems = new List<string>();
        foreach (var line in released)
        {
            var (name, layout) = Split(line);
            if (!current.TryGetValue(name, out var now))
            {
                problems.Add($"{name} was released and is gone. Clients use it: put the version back into its api line "
                    + "in eng/kafka (to stop serving it, change what the listener announces, not the schema).");
            }
            else if (now != layout)
            {
                problems.Add($"{name} was released as\n  {layout}\nand is now\n  {now}\n"
                    + "A released version never changes. Raise the api's last version and give the new or changed "
                    + "field a range that starts there (6+), and the old one a range that ends before it (2-5). "
                    + "Only if the "
                    + "released line contradicts the Kafka protocol itself, correct that line in "
                    + "eng/kafka/released/layouts.txt by hand.");
            }
        }

        return problems;
    }

    private static string NameOf(Message message, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.Name} {version}");

    private static (string Name, string Layout) Split(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? (line, "") : (line[..colon], line[(colon + 2)..]);
    }
}
