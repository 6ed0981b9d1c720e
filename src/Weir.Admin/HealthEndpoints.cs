using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Admin;

/// <summary>
/// <c>/health/live</c> answers 200 while the process keeps its promises, <c>/health/ready</c> while it wants traffic;
/// 503 otherwise.
/// </summary>
public static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, BrokerHealth health)
    {
        routes.MapGet("/health/live", context => AnswerAsync(context, health.IsLive));
        routes.MapGet("/health/ready", context =>
            AnswerAsync(context, health.IsLive && health.IsReady && !health.IsStopping));
    }

    private static Task AnswerAsync(HttpContext context, bool healthy)
    {
        context.Response.StatusCode = healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(healthy ? "ok\n" : "unavailable\n");
    }
}
