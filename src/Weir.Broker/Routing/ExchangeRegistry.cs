using System.Text;
using Weir.Broker.Namespaces;
using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Broker.Routing;

/// <summary>
/// Declares, deletes and binds exchanges. Changes take turns; what is durable is in the catalog first and routed by
/// when it is there. Routing itself goes through <see cref="RouterOf"/> and waits for none of it.
/// </summary>
public sealed class ExchangeRegistry : ITopicDependents, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lock _lock = new();
    private readonly ICatalog _catalog;
    private readonly IQueueLookup _queues;
    private readonly Topology _topology;

    internal ExchangeRegistry(ICatalog catalog, IQueueLookup queues, PolicyTable policies)
    {
        _catalog = catalog;
        _queues = queues;
        Policies = policies;
        _topology = new Topology(queues, policies);
        policies.Changed += OnPoliciesChanged;
    }

    public PolicyTable Policies { get; }

    /// <summary>Where exchanges may be made; null for anywhere.</summary>
    internal NamespaceRegistry? Namespaces { get; set; }

    /// <summary>The router of a namespace, with its predeclared exchanges; made when first asked for.</summary>
    public Router RouterOf(string ns)
    {
        if (_topology.FindRouter(ns) is { } router) return router;
        lock (_lock) return _topology.RouterOf(ns);
    }

    /// <summary>As a passive declaration asks.</summary>
    public Exchange? Find(string ns, string name)
    {
        RouterOf(ns);
        lock (_lock) return _topology.Find(ns, name);
    }

    public IReadOnlyList<Exchange> List(string ns)
    {
        RouterOf(ns);
        lock (_lock) return [.. _topology.Exchanges.Where(e => e.Namespace == ns)];
    }

    public IReadOnlyList<Binding> BindingsFrom(Exchange source)
    {
        lock (_lock) return [.. source.Bindings];
    }

    public IReadOnlyList<Binding> BindingsTo(Exchange destination)
    {
        lock (_lock) return [.. _topology.BindingsTo(destination)];
    }

    public IReadOnlyList<Binding> BindingsTo(Topic destination)
    {
        lock (_lock) return [.. _topology.BindingsTo(destination)];
    }

    public async ValueTask<ExchangeOutcome> DeclareAsync(ExchangeDefinition definition, CancellationToken cancel)
    {
        if (definition.Name.Length == 0) return DefaultExchange();
        await _gate.WaitAsync(cancel);
        try
        {
            if (Namespaces?.Exists(definition.Namespace) == false) return NotFound(definition.Name);
            if (Find(definition.Namespace, definition.Name) is { } existing)
                return ExchangeRules.CheckSame(existing, definition);
            ExchangeOutcome check = ExchangeRules.CheckNew(definition);
            if (check.Error != ExchangeError.None) return check;
            var change = new CatalogChange(definition.CatalogKey, 0, definition.Encode());
            if (definition.IsDurable && !await _catalog.PutAsync([change], cancel)) return Conflict(definition.Name);
            lock (_lock) return ExchangeOutcome.Done(_topology.Add(definition));
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<ExchangeOutcome> DeleteAsync(string ns, string name, bool ifUnused, CancellationToken cancel)
    {
        if (name.Length == 0) return DefaultExchange();
        if (name.StartsWith(ExchangeRules.ReservedPrefix, StringComparison.Ordinal))
        {
            return ExchangeOutcome.Refused(
                ExchangeError.Reserved, name, $"deletion of system exchange '{name}' is not allowed");
        }

        await _gate.WaitAsync(cancel);
        try
        {
            if (Find(ns, name) is not { } exchange) return NotFound(name);
            if (ifUnused && BindingsFrom(exchange).Count > 0)
                return ExchangeOutcome.Refused(ExchangeError.InUse, name, $"exchange '{name}' is in use");
            TopologyRemoval removal = Plan(r => r.Add(exchange));
            return await RemoveAsync(removal, cancel) ? ExchangeOutcome.Done(exchange) : Conflict(name);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Binds; a binding that exists already stays as it is.</summary>
    public async ValueTask<ExchangeOutcome> BindAsync(
        string ns,
        string source,
        DestinationKind kind,
        string destination,
        ReadOnlyMemory<byte> routingKey,
        Arguments arguments,
        CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var binding = new Binding(ns, source, kind, destination, routingKey.ToArray(), arguments);
            ExchangeOutcome found = Resolve(binding);
            if (found.Exchange is not { } exchange) return found;
            if (exchange.Bindings.Contains(binding)) return found;
            ExchangeOutcome check = ExchangeRules.CheckBinding(exchange, binding);
            if (check.Error != ExchangeError.None) return check;
            var change = new CatalogChange(binding.CatalogKey, -1, binding.Encode());
            if (binding.IsDurable && !await _catalog.PutAsync([change], cancel)) return Conflict(source);
            lock (_lock) _topology.Add(exchange, binding);
            return found;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Unbinds; no such binding is no error. May delete an auto-delete exchange.</summary>
    public async ValueTask<ExchangeOutcome> UnbindAsync(
        string ns,
        string source,
        DestinationKind kind,
        string destination,
        ReadOnlyMemory<byte> routingKey,
        Arguments arguments,
        CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var wanted = new Binding(ns, source, kind, destination, routingKey, arguments);
            ExchangeOutcome found = Resolve(wanted);
            if (found.Exchange is not { } exchange) return found;
            if (!exchange.Bindings.TryGetValue(wanted, out Binding? binding)) return found;
            return await RemoveAsync(Plan(r => r.Add(binding)), cancel) ? found : Conflict(source);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Removes all bindings to a queue that is not in the topic registry, and makes sessions forget that they knew it;
    /// call it once the queue is found no more. For the registry's topics deleting does this.
    /// </summary>
    public async ValueTask<bool> RemoveQueueAsync(Topic queue, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            return await RemoveAsync(Plan(r => r.AddBindingsTo(queue)), cancel);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes all bindings of a namespace, and its exchanges but the predeclared ones.</summary>
    internal async ValueTask ClearAsync(string ns, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            IReadOnlyList<Exchange> exchanges = List(ns);
            TopologyRemoval removal = Plan(r =>
            {
                foreach (Exchange exchange in exchanges)
                {
                    if (!exchange.IsDefault && !ExchangeRules.IsReserved(exchange.Name)) r.Add(exchange);
                    else foreach (Binding binding in exchange.Bindings) r.Add(binding);
                }
            });
            await RemoveAsync(removal, cancel);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        Policies.Changed -= OnPoliciesChanged;
        _gate.Dispose();
    }

    async ValueTask<IReadOnlyList<CatalogChange>> ITopicDependents.BeginDeleteAsync(
        Topic topic, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        return Plan(r => r.AddBindingsTo(topic)).Changes();
    }

    void ITopicDependents.EndDelete(Topic topic, bool deleted)
    {
        try
        {
            if (!deleted) return;
            TopologyRemoval removal = Plan(r => r.AddBindingsTo(topic));
            lock (_lock) _topology.Remove(removal);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads the catalog, after the topics are known; drops bindings to what is there no more.</summary>
    internal async ValueTask LoadAsync(CancellationToken cancel)
    {
        foreach (CatalogEntry entry in await _catalog.ListAsync(ExchangeDefinition.KeyPrefix, cancel))
        {
            var definition = ExchangeDefinition.Decode(entry.Key, entry.Value!.Value.Span);
            lock (_lock) _topology.Add(definition);
        }

        var stale = new List<CatalogChange>();
        foreach (CatalogEntry entry in await _catalog.ListAsync(Binding.KeyPrefix, cancel))
        {
            var binding = Binding.Decode(entry.Key, entry.Value!.Value.Span);
            Guid topicId = binding.TopicId;
            if (Resolve(binding).Exchange is { } source && binding.TopicId == topicId)
            {
                lock (_lock) _topology.Add(source, binding);
            }
            else
            {
                stale.Add(new CatalogChange(entry.Key, -1, null));
            }
        }

        if (stale.Count > 0) await _catalog.PutAsync(stale, cancel);
    }

    private static ExchangeOutcome DefaultExchange() => ExchangeOutcome.Refused(
        ExchangeError.DefaultExchange, "", "operation not permitted on the default exchange");

    private static ExchangeOutcome NotFound(string name) =>
        ExchangeOutcome.Refused(ExchangeError.ExchangeNotFound, name, $"no exchange '{name}'");

    private static ExchangeOutcome Conflict(string name) =>
        ExchangeOutcome.Refused(ExchangeError.Conflict, name, $"exchange '{name}' was changed meanwhile");

    /// <summary>Finds the binding's two ends; gives the source.</summary>
    private ExchangeOutcome Resolve(Binding binding)
    {
        bool toExchange = binding.DestinationKind == DestinationKind.Exchange;
        if (binding.Source.Length == 0 || (toExchange && binding.DestinationName.Length == 0)) return DefaultExchange();
        if (Find(binding.Namespace, binding.Source) is not { } source) return NotFound(binding.Source);
        if (toExchange)
        {
            binding.Exchange = Find(binding.Namespace, binding.DestinationName);
            if (binding.Exchange is null) return NotFound(binding.DestinationName);
            binding.IsDurable = source.Definition.IsDurable && binding.Exchange.Definition.IsDurable;
            return ExchangeOutcome.Done(source);
        }

        byte[] name = Encoding.UTF8.GetBytes(binding.DestinationName);
        if (_queues.Find(binding.Namespace, name) is not { IsDeleted: false } queue)
        {
            return ExchangeOutcome.Refused(
                ExchangeError.QueueNotFound, binding.DestinationName, $"no queue '{binding.DestinationName}'");
        }

        binding.Queue = queue;
        binding.TopicId = queue.Id;
        binding.IsDurable = source.Definition.IsDurable && _queues.IsDurable(queue);
        return ExchangeOutcome.Done(source);
    }

    private TopologyRemoval Plan(Action<TopologyRemoval> what)
    {
        var removal = new TopologyRemoval(_topology);
        lock (_lock) what(removal);
        return removal;
    }

    private async ValueTask<bool> RemoveAsync(TopologyRemoval removal, CancellationToken cancel)
    {
        List<CatalogChange> changes = removal.Changes();
        if (changes.Count > 0 && !await _catalog.PutAsync(changes, cancel)) return false;
        lock (_lock) _topology.Remove(removal);
        return true;
    }

    private void OnPoliciesChanged(string ns)
    {
        lock (_lock) _topology.ApplyPolicies(ns);
    }
}
