using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Admin.Http;
using Weir.Broker.Routing;

namespace Weir.Admin.Api;

/// <summary>
/// Arguments as JSON and back. JSON has no bytes: what is no UTF-8 is shown as base64 behind <c>base64:</c>.
/// </summary>
internal static class JsonArguments
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static JsonObject Write(Arguments arguments)
    {
        var json = new JsonObject();
        foreach ((string name, ArgumentValue value) in arguments) json[name] = Write(value);
        return json;
    }

    public static Arguments Read(JsonObject? json) => json is null
        ? Arguments.Empty
        : Arguments.Of(json.Select(static p => (p.Key, Read(p.Value))));

    private static JsonNode? Write(ArgumentValue value) => value.Kind switch
    {
        ArgumentKind.Null => null,
        ArgumentKind.Bool => JsonValue.Create(value.AsBool),
        ArgumentKind.Long => JsonValue.Create(value.AsLong),
        ArgumentKind.Double => JsonValue.Create(value.AsDouble),
        ArgumentKind.Text or ArgumentKind.Bytes => JsonValue.Create(Text(value.AsBytes.Span)),
        ArgumentKind.List => new JsonArray([.. value.AsList.Select(Write)]),
        _ => Write(value.AsTable),
    };

    private static ArgumentValue Read(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return ArgumentValue.Null;
            case JsonObject table:
                return ArgumentValue.OfTable(Read(table));
            case JsonArray list:
                return ArgumentValue.OfList(list.Select(Read));
        }

        JsonElement element = node.GetValue<JsonElement>();
        return element.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => ArgumentValue.Of(element.GetBoolean()),
            JsonValueKind.Number when element.TryGetInt64(out long whole) => ArgumentValue.Of(whole),
            JsonValueKind.Number => ArgumentValue.Of(element.GetDouble()),
            JsonValueKind.String => ArgumentValue.Of(element.GetString()!),
            _ => throw ApiException.Invalid($"an argument cannot be {element.ValueKind}"),
        };
    }

    /// <summary>UTF-8 as text, anything else as base64.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "base64:" + Convert.ToBase64String(bytes);
        }
    }
}
