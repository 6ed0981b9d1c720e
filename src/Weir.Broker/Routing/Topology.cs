using System.Collections.Concurrent;

namespace Weir.Broker.Routing;

/// <summary>
/// The exchanges and bindings that exist, in memory. Routers read parts of it without a lock; everything else here is
/// under the registry's lock.
/// </summary>
internal sealed class Topology(IQueueLookup queues, PolicyTable policies)
{
    private static readonly (string Name, ExchangeType Type)[] Predeclared =
    [
        ("", ExchangeType.Direct),
        ("amq.direct", ExchangeType.Direct),
        ("amq.fanout", ExchangeType.Fanout),
        ("amq.topic", ExchangeType.Topic),
        ("amq.headers", ExchangeType.Headers),
        ("amq.match", ExchangeType.Headers),
    ];

    private readonly ConcurrentDictionary<string, Router> _routers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), Exchange> _exchanges = [];
    private readonly Dictionary<object, HashSet<Binding>> _byDestination = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<int> _freeNumbers = [];
    private int _numbers;

    public IEnumerable<Exchange> Exchanges => _exchanges.Values;

    public IEnumerable<Router> Routers => _routers.Values;

    /// <summary>Without a lock.</summary>
    public Router? FindRouter(string ns) => _routers.GetValueOrDefault(ns);

    public Router RouterOf(string ns)
    {
        if (_routers.TryGetValue(ns, out Router? router)) return router;
        router = new Router(ns, queues);
        foreach ((string name, ExchangeType type) in Predeclared) Add(new ExchangeDefinition(ns, name, type), router);
        _routers[ns] = router;
        return router;
    }

    public Exchange? Find(string ns, string name) => _exchanges.GetValueOrDefault((ns, name));

    public IReadOnlyCollection<Binding> BindingsTo(object destination) =>
        _byDestination.TryGetValue(destination, out HashSet<Binding>? bindings) ? bindings : [];

    public Exchange Add(ExchangeDefinition definition) => Add(definition, RouterOf(definition.Namespace));

    public void Add(Exchange source, Binding binding)
    {
        source.Bindings.Add(binding);
        if (!_byDestination.TryGetValue(binding.Destination, out HashSet<Binding>? bindings))
            _byDestination[binding.Destination] = bindings = [];
        bindings.Add(binding);
        source.Matcher.Add(binding);
        RouterOf(source.Namespace).Changed();
    }

    public void Remove(TopologyRemoval removal)
    {
        foreach (Binding binding in removal.Bindings)
        {
            Exchange source = Find(binding.Namespace, binding.Source)!;
            // The matcher was given the stored binding, which knows its destination.
            source.Bindings.TryGetValue(binding, out Binding? stored);
            source.Bindings.Remove(stored!);
            HashSet<Binding> bindings = _byDestination[stored!.Destination];
            bindings.Remove(stored);
            if (bindings.Count == 0) _byDestination.Remove(stored.Destination);
            source.Matcher.Remove(stored);
        }

        foreach (Exchange exchange in removal.Exchanges) Remove(exchange);
        foreach (Router router in _routers.Values) router.Changed();
    }

    /// <summary>Works out anew where the exchanges of a namespace send what matches nothing.</summary>
    public void ApplyPolicies(string ns)
    {
        foreach (Exchange exchange in _exchanges.Values)
        {
            if (exchange.Namespace == ns) ApplyPolicy(exchange);
        }

        FindRouter(ns)?.Changed();
    }

    private Exchange Add(ExchangeDefinition definition, Router router)
    {
        int number = _freeNumbers.TryPop(out int free) ? free : _numbers++;
        var exchange = new Exchange(definition, number);
        ApplyPolicy(exchange);
        _exchanges[(definition.Namespace, definition.Name)] = exchange;
        router.Exchanges.Add(exchange.Entry);
        router.Changed();
        return exchange;
    }

    private void Remove(Exchange exchange)
    {
        exchange.IsDeleted = true;
        _exchanges.Remove((exchange.Namespace, exchange.Name));
        RouterOf(exchange.Namespace).Exchanges.Remove(exchange.Entry);
        _freeNumbers.Push(exchange.Number);
    }

    private void ApplyPolicy(Exchange exchange)
    {
        if (exchange.IsDefault) return;
        Arguments effective = policies.EffectiveExchangeArguments(
            exchange.Namespace, exchange.Name, exchange.Definition.Arguments);
        exchange.SetAlternate(effective.Get(ExchangeDefinition.AlternateExchangeArgument)?.ToString());
    }
}
