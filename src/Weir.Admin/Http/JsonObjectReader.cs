using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Weir.Admin.Http;

/// <summary>
/// Reads the free objects of a body and refuses those in which a name comes twice. The framework's own reader notices
/// that late and by an exception that is no JsonException.
/// </summary>
internal sealed class JsonObjectReader : JsonConverter<JsonObject>
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    public override JsonObject? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument value = JsonDocument.ParseValue(ref reader);
        JsonNode? node = JsonNode.Parse(JsonMarshal.GetRawUtf8Value(value.RootElement), null, Options);
        return node as JsonObject ?? throw new JsonException("an object is expected");
    }

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) =>
        value.WriteTo(writer, options);
}
