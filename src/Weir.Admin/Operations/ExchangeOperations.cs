using System.Text;
using Weir.Admin.Api;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Routing;

namespace Weir.Admin.Operations;

/// <summary>Declaring, deleting and binding exchanges.</summary>
internal sealed class ExchangeOperations(MessageBroker broker)
{
    /// <summary>True when it was made, false when it was there just so.</summary>
    public async Task<bool> DeclareAsync(ExchangeDefinition definition, CancellationToken cancel)
    {
        bool isNew = broker.Exchanges.Find(definition.Namespace, definition.Name) is null;
        Outcomes.MustBeDone(await broker.Exchanges.DeclareAsync(definition, cancel));
        return isNew;
    }

    public async Task DeleteAsync(string ns, string name, bool ifUnused, CancellationToken cancel) =>
        Outcomes.MustBeDone(await broker.Exchanges.DeleteAsync(ns, name, ifUnused, cancel));

    public async Task<Binding> ConnectAsync(
        string ns, string source, DestinationKind kind, string destination, string routingKey, Arguments arguments,
        CancellationToken cancel)
    {
        byte[] key = Encoding.UTF8.GetBytes(routingKey);
        ExchangeOutcome outcome = await broker.Exchanges.BindAsync(
            ns, source, kind, destination, key, arguments, cancel);
        Outcomes.MustBeDone(outcome);
        return Between(ns, source, kind, destination).First(b =>
            b.RoutingKey.Span.SequenceEqual(key) && b.Arguments.Equals(arguments));
    }

    public async Task UnbindAsync(Binding binding, CancellationToken cancel) =>
        Outcomes.MustBeDone(await broker.Exchanges.UnbindAsync(
            binding.Namespace, binding.Source, binding.DestinationKind, binding.DestinationName, binding.RoutingKey,
            binding.Arguments, cancel));

    /// <summary>The bindings between the two.</summary>
    public IEnumerable<Binding> Between(string ns, string source, DestinationKind kind, string destination)
    {
        Exchange exchange = broker.Exchanges.Find(ns, source) ?? throw ApiException.NotFound("exchange", ns, source);
        return broker.Exchanges.BindingsFrom(exchange)
            .Where(b => b.DestinationKind == kind && b.DestinationName == destination);
    }

    /// <summary>The binding of that properties key.</summary>
    public Binding Find(string ns, string source, DestinationKind kind, string destination, string key) =>
        Between(ns, source, kind, destination).FirstOrDefault(b => Views.KeyOf(b) == key)
        ?? throw ApiException.NotFound("binding", ns, $"{source} -> {destination} by {key}");
}
