using System.Collections.Frozen;
using System.Reflection;
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

    private static readonly FrozenDictionary<string, ConsoleFile> Files = Load();

    public static void Use(IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        HttpRequest request = context.Request;
        bool isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return isRead && request.Path.Value is { } path && Files.TryGetValue(path, out ConsoleFile? file)
            ? WriteAsync(context, file)
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

    private static FrozenDictionary<string, ConsoleFile> Load()
    {
        Assembly assembly = typeof(ConsoleFiles).Assembly;
        var files = new Dictionary<string, ConsoleFile>(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            string path = name == Prefix + "index.html" ? PagePath : "/" + name;
            files[path] = new ConsoleFile(
                content, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
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
