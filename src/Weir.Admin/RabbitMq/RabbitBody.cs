using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Weir.Admin.Http;

namespace Weir.Admin.RabbitMq;

/// <summary>
/// A request body as RabbitMQ's tools send it: JSON whatever its content type says, with numbers and booleans that may
/// be strings.
/// </summary>
internal sealed class RabbitBody(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public static async Task<RabbitBody> ReadAsync(HttpRequest request)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            JsonNode? body = await JsonNode.ParseAsync(
                request.Body, documentOptions: options, cancellationToken: request.HttpContext.RequestAborted);
            return new RabbitBody(body as JsonObject ?? throw ApiException.Invalid("the body must be a JSON object"));
        }
        catch (JsonException) when (request.ContentLength is null or 0)
        {
            return new RabbitBody([]);
        }
        catch (JsonException e)
        {
            throw ApiException.Invalid($"the body is no JSON: {e.Message}");
        }
    }

    public string? Text(string name) => Json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        { } other => other.ToJsonString(),
    };

    public string Required(string name) => Text(name) ?? throw ApiException.Invalid($"'{name}' is missing");

    public bool Flag(string name, bool otherwise) => Text(name) switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        { } text => throw ApiException.Invalid($"'{name}' is '{text}' but must be true or false"),
    };

    public int Number(string name, int otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw ApiException.Invalid($"'{name}' is '{text}' but must be a number");
    }

    public JsonObject? Object(string name) => Json[name] switch
    {
        null or JsonArray { Count: 0 } => null,
        JsonObject value => value,
        _ => throw ApiException.Invalid($"'{name}' must be an object"),
    };

    public IEnumerable<RabbitBody> List(string name) =>
        (Json[name] as JsonArray ?? []).OfType<JsonObject>().Select(static o => new RabbitBody(o));
}
