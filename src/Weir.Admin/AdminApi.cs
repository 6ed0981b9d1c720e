using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Admin.Alarms;
using Weir.Admin.Api;
using Weir.Admin.Console;
using Weir.Admin.Http;
using Weir.Admin.Metrics;
using Weir.Admin.Operations;
using Weir.Admin.RabbitMq;
using Weir.Admin.Rates;
using Weir.Broker;

namespace Weir.Admin;

/// <summary>
/// The HTTP API, metrics and alarms: what they need and where they are. The host has a broker, its health and its
/// data disk among its services.
/// </summary>
public static class AdminApi
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<RateSampler>();
        services.AddSingleton<AlarmWatch>();
        services.AddSingleton<IMetricSource, ProcessMetrics>();
        services.AddSingleton<IMetricSource, StorageMetrics>();
        services.AddSingleton<IMetricSource, SessionMetrics>();
        services.AddSingleton<IMetricSource, QueueMetrics>();
        services.AddSingleton<IMetricSource, TopicMetrics>();
        services.AddSingleton<IMetricSource, GroupMetrics>();
        services.AddSingleton<IMetricSource, AlarmMetrics>();
        services.AddSingleton(static all => new BrokerMeter(
            all.GetServices<IMetricSource>(), all.GetRequiredService<MessageBroker>().Time));
        services.AddSingleton<Views>();
        services.AddSingleton<RabbitViews>();
        services.AddSingleton<QueueOperations>();
        services.AddSingleton<ExchangeOperations>();
        services.AddSingleton<MessagePublisher>();
        services.AddSingleton<MessageReading>();
        services.AddSingleton<DeadLetterRedrive>();
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default);
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.Converters.Add(new JsonObjectReader());
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
    }

    /// <summary>Alarms are watched for whether or not somebody asks.</summary>
    public static void Watch(IServiceProvider services) => services.GetRequiredService<AlarmWatch>();

    /// <summary>Asks for no broker: it may still be opening.</summary>
    public static void Map(WebApplication app)
    {
        // Before the guard: there is nothing secret in them, and they say what the API answers.
        ConsoleFiles.Use(app);
        app.Use(static (context, next) => ProblemMiddleware.InvokeAsync(context, next));
        app.Use(static (context, next) => CrossSiteGuard.InvokeAsync(context, next));
        app.Use(static (context, next) => AccessGuard.InvokeAsync(
            context, next, context.RequestServices.GetRequiredService<MessageBroker>()));
        app.Use(static (context, next) => RawRouteValues.InvokeAsync(context, next));
        HealthEndpoints.Map(app);
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        OverviewEndpoints.Map(api);
        CommitEndpoints.Map(api);
        LagEndpoints.Map(api);
        TopicEndpoints.Map(api);
        QueueEndpoints.Map(api);
        ExchangeEndpoints.Map(api);
        BindingEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        GroupEndpoints.Map(api);
        ConnectionEndpoints.Map(api);
        MessageEndpoints.Map(api);
        TraceEndpoints.Map(api);
        AlarmEndpoints.Map(api);
        UserEndpoints.Map(api);
        RabbitMqApi.Map(app);
        MetricsEndpoint.Map(app);
        OpenApiDocument.Map(app);
    }
}
