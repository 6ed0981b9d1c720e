using Weir.Storage;

namespace Weir.Broker.Routing;

/// <summary>
/// Everything that goes when something goes: the bindings of it, auto-delete exchanges that lose their last binding by
/// that, the bindings to those, and so on. Worked out first, stored in one change of the catalog, then made.
/// </summary>
internal sealed class TopologyRemoval(Topology topology)
{
    private readonly Dictionary<Exchange, int> _removedFrom = [];

    public HashSet<Binding> Bindings { get; } = [];

    public HashSet<Exchange> Exchanges { get; } = [];

    public bool IsEmpty => Bindings.Count + Exchanges.Count == 0;

    public void Add(Binding binding)
    {
        if (!Bindings.Add(binding)) return;
        Exchange source = topology.Find(binding.Namespace, binding.Source)!;
        int removed = _removedFrom[source] = _removedFrom.GetValueOrDefault(source) + 1;
        if (source.Definition.IsAutoDelete && removed == source.Bindings.Count) Add(source);
    }

    public void Add(Exchange exchange)
    {
        if (!Exchanges.Add(exchange)) return;
        foreach (Binding binding in exchange.Bindings) Add(binding);
        AddBindingsTo(exchange);
    }

    public void AddBindingsTo(object destination)
    {
        foreach (Binding binding in topology.BindingsTo(destination)) Add(binding);
    }

    public List<CatalogChange> Changes() =>
    [
        .. Bindings.Where(b => b.IsDurable).Select(b => new CatalogChange(b.CatalogKey, -1, null)),
        .. Exchanges.Where(e => e.Definition.IsDurable)
            .Select(e => new CatalogChange(e.Definition.CatalogKey, -1, null)),
    ];
}
