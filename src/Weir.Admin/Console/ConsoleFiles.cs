using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Weir.Admin.Console;

/// <summary>
/// Serves the console out of the program: its page at <c>/</c>, everything else below <c>/console/</c>. The files are
/// the same for everybody and hold no data, so they come before all guards; what they show comes from the API. The page
/// may run its own scripts and styles only, and call nothing but this server.
/// </summary>
internal static class ConsoleFiles
{
    private const string Prefix = "console/";
    private const string PagePath = "/";
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, Lazy<ConsoleFile>> Files = Find();

    public static void Use(IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        HttpRequest request = context.Request;
        bool isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return isRead && request.Path.Value is { } path && Files.TryGetValue(path, out Lazy<ConsoleFile>? file)
            ? WriteAsync(context, file.Value)
            : next(context);
    });

    private static Task WriteAsync(HttpContext context, ConsoleFile file)
    {
        HttpResponse response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        // Asked for every time and answered by 304, so that a new version never runs with old parts.
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = file.Content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }

    /// <summary>Each is read when it is first asked for.</summary>
    private static FrozenDictionary<string, Lazy<ConsoleFile>> Find() =>
        typeof(ConsoleFiles).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                static name => name == Prefix + "index.html" ? PagePath : "/" + name,
                static name => new Lazy<ConsoleFile>(() => Read(name)), StringComparer.Ordinal);

    private static ConsoleFile Read(string name)
    {
        using Stream stream = typeof(ConsoleFiles).Assembly.GetManifestResourceStream(name)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        string tag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
        return new ConsoleFile(content, TypeOf(name), $"\"{tag}\"");
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"the console has no files of type '{other}'"),
    };
}
