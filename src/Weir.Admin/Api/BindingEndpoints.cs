using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Operations;
using Weir.Broker;
using Weir.Broker.Routing;

namespace Weir.Admin.Api;

/// <summary>Bindings of all exchanges; the implicit ones of the default exchange are not among them.</summary>
internal static class BindingEndpoints
{
    private const string Between = "/bindings/{ns}/{source}/{kind}/{destination}";

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder bindings = api.MapGroup("").WithTags("Bindings");
        bindings.MapGet("/bindings", List).WithSummary("Bindings, sorted by source, destination or key");
        bindings.MapPut(Between, PutAsync).WithSummary("Binds a queue or exchange (kind) to the exchange source");
        bindings.MapDelete(Between + "/{key}", DeleteAsync).WithSummary("Removes the binding of that properties key");
    }

    public static DestinationKind KindOf(string word) => word switch
    {
        "queue" or "q" => DestinationKind.Queue,
        "exchange" or "e" => DestinationKind.Exchange,
        _ => throw ApiException.Invalid($"a binding leads to a queue or an exchange, not to '{word}'"),
    };

    private static async Task<BindingView> PutAsync(
        string ns, string source, string kind, string destination, BindingRequest request,
        ExchangeOperations exchanges, CancellationToken cancel) =>
        Views.Of(await exchanges.ConnectAsync(
            ns, ExchangeNames.FromPath(source), KindOf(kind), destination, request.RoutingKey ?? "",
            JsonArguments.Read(request.Arguments), cancel));

    private static async Task<IResult> DeleteAsync(
        string ns, string source, string kind, string destination, string key, ExchangeOperations exchanges,
        CancellationToken cancel)
    {
        Binding binding = exchanges.Find(ns, ExchangeNames.FromPath(source), KindOf(kind), destination, key);
        await exchanges.UnbindAsync(binding, cancel);
        return Results.NoContent();
    }

    private static Page<BindingView> List([AsParameters] ListQuery query, MessageBroker broker) => query.Of(
        OverviewEndpoints.NamesOf(broker).Where(query.Selects).SelectMany(broker.Exchanges.List)
            .SelectMany(broker.Exchanges.BindingsFrom).Select(Views.Of)
            .Where(b => query.Matches(b.Source) || query.Matches(b.Destination) || query.Matches(b.RoutingKey)),
        new("source", static b => b.Source),
        new("destination", static b => b.Destination),
        new("key", static b => b.RoutingKey));
}
