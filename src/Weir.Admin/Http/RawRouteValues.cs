using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Weir.Admin.Http;

/// <summary>
/// Gives route parameters their exact values. The server leaves <c>%2F</c> in a path as it is, and the usual namespace
/// is called <c>/</c>; decoding what it left would decode <c>%252F</c> twice. So names are taken from the request line.
/// </summary>
internal static class RawRouteValues
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint
            && context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target)
            Replace(context.Request.RouteValues, endpoint.RoutePattern, target);
        return next(context);
    }

    private static void Replace(RouteValueDictionary values, RoutePattern pattern, string target)
    {
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string[] segments = (query < 0 ? target : target[..query]).TrimStart('/').Split('/');
        for (int i = 0; i < pattern.PathSegments.Count && i < segments.Length; i++)
        {
            if (pattern.PathSegments[i].Parts is [RoutePatternParameterPart { IsCatchAll: false } parameter]
                && values.ContainsKey(parameter.Name))
                values[parameter.Name] = Uri.UnescapeDataString(segments[i]);
        }
    }
}
