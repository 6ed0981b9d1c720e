using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Operations;
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
        exchanges.MapPut(One, PutAsync).WithSummary("Declares an exchange; 409 when one is there that is different");
        exchanges.MapDelete(One, DeleteAsync).WithSummary("Deletes an exchange with its bindings");
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

    private static async Task<IResult> PutAsync(
        string ns, string name, ExchangeRequest request, ExchangeOperations exchanges, CancellationToken cancel)
    {
        if (!ExchangeTypeNames.TryParse(request.Type, out ExchangeType type))
            throw ApiException.Invalid($"'{request.Type}' is no type of exchange");
        var definition = new ExchangeDefinition(ns, ExchangeNames.FromPath(name), type)
        {
            IsDurable = request.Durable ?? true,
            IsAutoDelete = request.AutoDelete ?? false,
            IsInternal = request.Internal ?? false,
            Arguments = JsonArguments.Read(request.Arguments),
        };
        return await exchanges.DeclareAsync(definition, cancel) ? Results.Created() : Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(
        string ns, string name, bool? ifUnused, ExchangeOperations exchanges, CancellationToken cancel)
    {
        await exchanges.DeleteAsync(ns, ExchangeNames.FromPath(name), ifUnused ?? false, cancel);
        return Results.NoContent();
    }

    private static IReadOnlyList<BindingView> Bindings(string ns, string name, MessageBroker broker) =>
        [.. broker.Exchanges.BindingsFrom(Find(broker, ns, name)).Select(Views.Of)];
}
