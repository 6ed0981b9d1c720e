using System.Net;
using Microsoft.AspNetCore.Http;

namespace Weir.Admin.Http;

/// <summary>
/// Keeps web pages of other sites away from the API. A browser sends a POST across sites without asking only in the
/// form types, so a POST must be JSON or carry <c>X-Requested-With</c>; PUT and DELETE it never sends without asking,
/// and it is never told yes. A name that was made to point at this machine is refused by the Host header.
/// </summary>
internal static class CrossSiteGuard
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next) => Refusal(context) is { } refusal
        ? ProblemMiddleware.WriteAsync(context, StatusCodes.Status403Forbidden, "cross-site", refusal)
        : next(context);

    private static string? Refusal(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
            && !IsLocal(request.Host.Host))
            return $"'{request.Host.Host}' is no name of this machine; use localhost or its address";
        if (request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"])
            return "pages of other sites may not call this API";
        if (!HttpMethods.IsPost(request.Method)) return null;
        bool isJson = request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        return isJson || request.Headers.ContainsKey("X-Requested-With")
            ? null
            : "a POST needs 'Content-Type: application/json' or the header 'X-Requested-With'";
    }

    private static bool IsLocal(string host) =>
        host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _);
}
