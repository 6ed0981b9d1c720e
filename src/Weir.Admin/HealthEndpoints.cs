using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Admin;

/// <summary>
/// <c>/health/live</c> answers 200 while the process keeps its promises, <c>/health/ready</c> while it wants traffic;
/// 503 otherwise.
/// </summary>
public static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", static context => AnswerAsync(context, HealthOf(context).IsLive));
        routes.MapGet("/health/ready", static context => AnswerAsync(
            context, HealthOf(context) is { IsLive: true, IsReady: true, IsStopping: false }));
    }

    private static BrokerHealth HealthOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<BrokerHealth>();

    private static Task AnswerAsync(HttpContext context, bool healthy)
    {
        context.Response.StatusCode = healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(healthy ? "ok\n" : "unavailable\n");
    }
}
