using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Weir.Admin.Http;

namespace Weir.Admin.RabbitMq;

/// <summary>
/// Lists as RabbitMQ answers them: sorted, cut to columns, and in pages when one is asked for.
/// </summary>
internal static class RabbitList
{
    private const int PageSizeDefault = 100;
    private const int PageSizeMax = 500;

    public static IResult Answer(IEnumerable<JsonObject> items, HttpRequest request)
    {
        List<JsonObject> all = [.. items];
        int total = all.Count;
        if (request.Query["name"] is [{ Length: > 0 } part])
            all.RemoveAll(o => !Text(o["name"]).Contains(part, StringComparison.OrdinalIgnoreCase));
        if (request.Query["sort"] is [{ Length: > 0 } column])
            Sort(all, column, request.Query["sort_reverse"] is ["true"]);
        if (request.Query["page"] is not [{ } page]) return Json(Cut(all, request));
        int number = Number(page, "page", int.MaxValue);
        int size = request.Query["page_size"] is [{ } given]
            ? Number(given, "page_size", PageSizeMax)
            : PageSizeDefault;
        List<JsonObject> slice = [.. all.Skip((int)Math.Min((long)(number - 1) * size, int.MaxValue)).Take(size)];
        return Json(new JsonObject
        {
            ["items"] = Cut(slice, request),
            ["page"] = number,
            ["page_size"] = size,
            ["page_count"] = (all.Count + size - 1) / size,
            ["item_count"] = slice.Count,
            ["filtered_count"] = all.Count,
            ["total_count"] = total,
        });
    }

    public static IResult Answer(JsonObject item, HttpRequest request) => Json(Cut([item], request)[0]!.DeepClone());

    public static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");

    private static JsonArray Cut(List<JsonObject> items, HttpRequest request)
    {
        if (request.Query["columns"] is not [{ Length: > 0 } columns]) return new JsonArray([.. items]);
        string[][] paths = [.. columns.Split(',').Select(static c => c.Split('.'))];
        return new JsonArray([.. items.Select(item =>
        {
            var cut = new JsonObject();
            foreach (string[] path in paths) Copy(item, cut, path);
            return cut;
        })]);
    }

    private static void Copy(JsonObject from, JsonObject to, string[] path)
    {
        for (int i = 0; i < path.Length - 1; i++)
        {
            if (from[path[i]] is not JsonObject inner) return;
            if (to[path[i]] is not JsonObject outer) to[path[i]] = outer = [];
            from = inner;
            to = outer;
        }

        if (from.TryGetPropertyValue(path[^1], out JsonNode? value)) to[path[^1]] = value?.DeepClone();
    }

    private static void Sort(List<JsonObject> items, string column, bool reverse)
    {
        string[] path = column.Split('.');
        items.Sort((a, b) => (reverse ? -1 : 1) * Compare(At(a, path), At(b, path)));
    }

    private static JsonNode? At(JsonNode? node, string[] path)
    {
        foreach (string name in path) node = (node as JsonObject)?[name];
        return node;
    }

    private static int Compare(JsonNode? a, JsonNode? b) =>
        a?.GetValueKind() == JsonValueKind.Number && b?.GetValueKind() == JsonValueKind.Number
            ? Convert.ToDouble(a.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture).CompareTo(
                Convert.ToDouble(b.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture))
            : string.CompareOrdinal(Text(a), Text(b));

    private static string Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : node?.ToJsonString() ?? "";

    private static int Number(string text, string name, int max) =>
        int.TryParse(text, out int number) && number >= 1 && number <= max
            ? number
            : throw ApiException.Invalid($"{name} is '{text}' but must be 1 to {max}");
}
