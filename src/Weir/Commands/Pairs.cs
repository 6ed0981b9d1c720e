using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Commands;

/// <summary>Repeatable options of the form KEY=VALUE.</summary>
internal static class Pairs
{
    public static List<KeyValuePair<string, string>> Parse(IEnumerable<string> texts, string option) =>
    [
        .. texts.Select(text => text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new UsageException($"{option}: '{text}' is not KEY=VALUE")),
    ];

    public static Option<string[]> Option(string name, string description, params string[] aliases) =>
        new(name, aliases)
        {
            HelpName = "KEY=VALUE",
            Description = $"{description}; may be given many times.",
            DefaultValueFactory = _ => [],
        };

    /// <summary>
    /// As a JSON object: a value that is a number, true, false, a list or an object in JSON is that, and so is text in
    /// quotes; anything else is text.
    /// </summary>
    public static JsonObject Json(ParseResult result, Option<string[]> option) =>
        new(Parse(result.GetRequiredValue(option), option.Name).Select(static pair =>
            KeyValuePair.Create(pair.Key, Json(pair.Value))));

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) ?? JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
