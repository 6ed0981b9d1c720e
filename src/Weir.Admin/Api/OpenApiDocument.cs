using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Weir.Admin.Api;

/// <summary>
/// The description of this API, which is a file in the program. The tests make it from the endpoints and compare: a
/// broker needs neither the time nor the libraries for that.
/// </summary>
internal static class OpenApiDocument
{
    private const string ResourceName = "openapi.json";

    public static void Map(WebApplication app) =>
        app.MapGet("/api/v1/openapi.json", static () => Results.Stream(Open(), "application/json; charset=utf-8"))
            .ExcludeFromDescription();

    private static Stream Open() =>
        typeof(OpenApiDocument).Assembly.GetManifestResourceStream(ResourceName)
        ?? throw new InvalidOperationException($"the program lacks {ResourceName}");
}
