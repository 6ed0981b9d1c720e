using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Weir.Storage;

namespace Weir.Admin.Http;

/// <summary>
/// Turns what goes wrong in the API into problem+json. What no endpoint answers is a problem as well, so that a
/// program never has to read a page.
/// </summary>
internal static class ProblemMiddleware
{
    // How System.Text.Json marks strings and names that are not UTF-8, or half a surrogate pair; it looks at them late,
    // when somebody reads them.
    private const string UnreadableText = "System.Text.Json.Rethrowable";

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
            if (context.Response.HasStarted || context.GetEndpoint() is { RequestDelegate: not null }
                && context.Response.StatusCode < StatusCodes.Status400BadRequest)
                return;
            if (context.Response.StatusCode < StatusCodes.Status400BadRequest || context.Response.ContentLength > 0)
                return;
            await WriteAsync(context, context.Response.StatusCode, "not-served", Unserved(context));
        }
        catch (ApiException e)
        {
            await WriteAsync(context, e.Status, e.Code, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            string detail = e.InnerException is JsonException json ? json.Message : e.Message;
            await WriteAsync(context, e.StatusCode, "invalid", detail);
        }
        catch (InvalidOperationException e) when (e.Source == UnreadableText)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, "invalid", $"the body is no JSON: {e.Message}");
        }
        catch (StorageFailedException e)
        {
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "storage-unavailable", e.Message);
        }
    }

    public static Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        context.Response.Clear();
        context.Response.StatusCode = status;
        if (!context.Request.Path.StartsWithSegments("/api/v1"))
        {
            // The rest of /api is RabbitMQ's, whose tools read these two.
            var error = new JsonObject { ["error"] = code.Replace('-', '_'), ["reason"] = detail };
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(error.ToJsonString(), context.RequestAborted);
        }

        // Through the shared options, which leave quotes and other scripts readable.
        var problem = new Problem("about:blank", ReasonPhrases.GetReasonPhrase(status), status, code, detail);
        return context.Response.WriteAsJsonAsync(
            problem, options: null, "application/problem+json", context.RequestAborted);
    }

    private static string Unserved(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not served at {context.Request.Path}",
        StatusCodes.Status415UnsupportedMediaType => "the body must be application/json",
        _ => $"nothing is served at {context.Request.Path}",
    };
}
