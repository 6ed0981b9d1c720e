using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Records;

namespace Weir.Output;

/// <summary>
/// A property of JSON objects that is shown as a column: <c>rates.publish</c> is a property of a property. Its heading
/// is the last name in words, unless it is given. Unix milliseconds may be shown as a time.
/// </summary>
internal readonly record struct JsonColumn(string Path, string Heading, bool IsTime = false)
{
    public static implicit operator JsonColumn(string path) => new(path, Words(path));

    public static JsonColumn Time(string path, string heading) => new(path, heading, IsTime: true);

    /// <summary>The cell of this column; null where the object has nothing.</summary>
    public object? Of(JsonNode? node)
    {
        foreach (string name in Path.Split('.')) node = (node as JsonObject)?[name];
        object? cell = Cell(node);
        return IsTime && cell is long milliseconds ? Timestamps.Text(milliseconds) : cell;
    }

    /// <summary>A report's list of the objects in <paramref name="array"/>.</summary>
    public static ReportSection Section(
        string name, string rowName, JsonNode? array, params ReadOnlySpan<JsonColumn> columns)
    {
        JsonColumn[] kept = columns.ToArray();
        return new(name, rowName, [.. kept.Select(static c => c.Heading)],
            [.. ((array as JsonArray) ?? []).Select(IReadOnlyList<object?> (row) => [.. kept.Select(c => c.Of(row))])]);
    }

    private static object? Cell(JsonNode? node) => node switch
    {
        null => null,
        JsonArray array when array.All(static item => item is JsonObject { Count: 2 } o && o.ContainsKey("name")) =>
            array.Select(static item => $"{item!["name"]}={item["value"]}"),
        JsonArray array => array.Select(static item => item?.ToString() ?? ""),
        JsonObject pairs => pairs.Select(static p => KeyValuePair.Create(p.Key, p.Value?.ToString() ?? "")),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
            JsonValueKind.Number when value.TryGetValue(out long whole) => whole,
            JsonValueKind.Number => Math.Round(value.GetValue<double>(), 1),
            _ => value.ToString(),
        },
        _ => node.ToString(),
    };

    private static string Words(string path)
    {
        string name = path[(path.LastIndexOf('.') + 1)..];
        StringBuilder words = new();
        foreach (char c in name)
        {
            if (char.IsUpper(c)) words.Append(' ');
            words.Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }

        return words.ToString();
    }
}
