using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Weir.Admin.Api;

/// <summary>
/// Reads a JSON object and all in it at once. The library looks into one when it is first used; that a name comes twice
/// would be noticed there, as a mistake of ours.
/// </summary>
internal sealed class JsonObjectConverter : JsonConverter<JsonObject>
{
    public override JsonObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("an object is expected");
        JsonObject read = JsonNode.Parse(ref reader)!.AsObject();
        try
        {
            Look(read);
            return read;
        }
        catch (ArgumentException e)
        {
            throw new JsonException("an object has two properties of one name", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) =>
        value.WriteTo(writer, options);

    private static void Look(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach ((string _, JsonNode? field) in fields) Look(field);
                break;
            case JsonArray items:
                foreach (JsonNode? item in items) Look(item);
                break;
        }
    }
}
