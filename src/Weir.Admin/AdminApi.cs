using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Admin.Api;
using Weir.Admin.Http;
using Weir.Admin.Rates;

namespace Weir.Admin;

/// <summary>
/// The HTTP API: what it needs and where it is. The host has a broker and its health among its services.
/// </summary>
public static class AdminApi
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<RateSampler>();
        services.AddSingleton<Views>();
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default);
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddOpenApi("v1", static options => options.ShouldInclude = static api =>
            api.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true);
    }

    public static void Map(WebApplication app)
    {
        app.Use(static (context, next) => ProblemMiddleware.InvokeAsync(context, next));
        app.Use(static (context, next) => CrossSiteGuard.InvokeAsync(context, next));
        app.Use(static (context, next) => RawRouteValues.InvokeAsync(context, next));
        HealthEndpoints.Map(app, app.Services.GetRequiredService<BrokerHealth>());
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        OverviewEndpoints.Map(api);
        TopicEndpoints.Map(api);
        QueueEndpoints.Map(api);
        ExchangeEndpoints.Map(api);
        BindingEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        GroupEndpoints.Map(api);
        ConnectionEndpoints.Map(api);
        app.MapOpenApi("/api/{documentName}/openapi.json");
    }
}
