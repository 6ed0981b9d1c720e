using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Wire;

namespace Weir.Admin.Metrics;

/// <summary><c>/metrics</c>, in the text format of Prometheus.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", AnswerAsync);

    private static async Task AnswerAsync(HttpContext context)
    {
        using var output = new PooledBufferWriter();
        var writer = new PrometheusWriter(output);
        foreach (IMetricSource source in context.RequestServices.GetServices<IMetricSource>()) source.Write(writer);
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = output.WrittenBytes;
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }
}
