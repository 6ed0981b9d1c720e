using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Routing;

namespace Weir.Admin.Api;

/// <summary>Exchanges. In a path, <c>amq.default</c> stands for the one without a name.</summary>
internal static class ExchangeEndpoints
{
    private const string One = "/exchanges/{ns}/{name}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder exchanges = api.MapGroup("").WithTags("Exchanges");
        exchanges.MapGet("/exchanges", List).WithSummary("Exchanges, sorted by name, type or bindings");
        exchanges.MapGet(One, Get).WithSummary("An exchange");
        exchanges.MapGet(One + "/bindings", Bindings).WithSummary("The bindings from an exchange");
    }

    public static Exchange Find(MessageBroker broker, string ns, string name) =>
        broker.Exchanges.Find(ns, ExchangeNames.FromPath(name)) ?? throw ApiException.NotFound("exchange", ns, name);

    private static Page<ExchangeView> List([AsParameters] ListQuery query, MessageBroker broker, Views views) =>
        query.Of(
            OverviewEndpoints.NamesOf(broker).Where(query.Selects).SelectMany(broker.Exchanges.List)
                .Where(e => query.Matches(e.Name)).Select(views.Of),
            new("name", static e => e.Name),
            new("type", static e => e.Type),
            new("bindings", static e => e.Bindings));

    private static ExchangeView Get(string ns, string name, MessageBroker broker, Views views) =>
        views.Of(Find(broker, ns, name));

    private static IReadOnlyList<BindingView> Bindings(string ns, string name, MessageBroker broker) =>
        [.. broker.Exchanges.BindingsFrom(Find(broker, ns, name)).Select(Views.Of)];
}
