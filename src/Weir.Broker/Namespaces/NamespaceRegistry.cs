using System.Collections.Concurrent;
using System.Text;
using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Broker.Namespaces;

/// <summary>
/// The namespaces that exist. Each has a home shard, where all its queues lie. Deleting one first stops everything new
/// in it, tells the sessions, and then takes its topics, exchanges and policies; one that was cut short by a crash is
/// there after it with what is left, and can be deleted again.
/// </summary>
public sealed class NamespaceRegistry : IDisposable
{
    /// <summary>Longest name, bytes of UTF-8; AMQP's limit.</summary>
    public const int NameBytesMax = 255;

    /// <summary>Most namespaces: each costs a router with its exchanges.</summary>
    public const int CountMax = 10_000;

    private readonly ConcurrentDictionary<string, ShardId> _homes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _closing = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ICatalog _catalog;

    internal NamespaceRegistry(ICatalog catalog)
    {
        _catalog = catalog;
        _homes[MessageBroker.DefaultNamespace] = new ShardId(0);
    }

    /// <summary>Told that a namespace takes nothing new and is about to go: sessions in it must end.</summary>
    public event Action<string>? Closing;

    public IReadOnlyCollection<string> All => [.. _homes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>False also for one that is being deleted.</summary>
    public bool Exists(string name) => _homes.ContainsKey(name) && !_closing.ContainsKey(name);

    public async ValueTask<NamespaceOutcome> CreateAsync(string name, CancellationToken cancel)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            return new(NamespaceError.InvalidName, $"a namespace name has 1 to {NameBytesMax} bytes");
        await _gate.WaitAsync(cancel);
        try
        {
            if (_homes.ContainsKey(name))
                return new(NamespaceError.AlreadyExists, $"namespace '{name}' exists already");
            if (_homes.Count >= CountMax)
                return new(NamespaceError.TooMany, $"there are {CountMax} namespaces, the most that are allowed");
            ShardId home = LeastUsed();
            var change = new CatalogChange(NamespaceRecord.KeyOf(name), 0, NamespaceRecord.Encode(home));
            if (!await _catalog.PutAsync([change], cancel))
                return new(NamespaceError.Conflict, $"namespace '{name}' was made meanwhile");
            _homes[name] = home;
            return NamespaceOutcome.Done;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Deletes the namespace and everything in it.</summary>
    internal async ValueTask<NamespaceOutcome> DeleteAsync(
        string name, TopicRegistry topics, ExchangeRegistry exchanges, CancellationToken cancel)
    {
        if (name == MessageBroker.DefaultNamespace)
            return new(NamespaceError.IsDefault, "the default namespace cannot be deleted");
        await _gate.WaitAsync(cancel);
        try
        {
            if (!_homes.ContainsKey(name)) return new(NamespaceError.NotFound, $"no namespace '{name}'");
            _closing[name] = true;
            Closing?.Invoke(name);
            foreach (Topic topic in topics.All.Where(t => t.Namespace == name)) await topics.DeleteAsync(topic, cancel);
            await exchanges.ClearAsync(name, cancel);
            foreach (Policy policy in exchanges.Policies.List(name))
                await exchanges.Policies.RemoveAsync(name, policy.Name, cancel);
            if (!await _catalog.PutAsync([new CatalogChange(NamespaceRecord.KeyOf(name), -1, null)], cancel))
                return new(NamespaceError.Conflict, $"namespace '{name}' was changed meanwhile");
            _homes.TryRemove(name, out _);
            return NamespaceOutcome.Done;
        }
        finally
        {
            _closing.TryRemove(name, out _);
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Where the queues of a namespace lie.</summary>
    internal ShardId HomeOf(string name) => _homes.GetValueOrDefault(name);

    internal async ValueTask LoadAsync(CancellationToken cancel)
    {
        foreach (CatalogEntry entry in await _catalog.ListAsync(NamespaceRecord.KeyPrefix, cancel))
            _homes[NamespaceRecord.NameOf(entry.Key)] = NamespaceRecord.Decode(entry.Key, entry.Value!.Value.Span);
    }

    private ShardId LeastUsed()
    {
        Span<int> used = stackalloc int[ShardId.Count];
        foreach (ShardId home in _homes.Values) used[home.Value]++;
        int least = 0;
        for (int i = 1; i < used.Length; i++) if (used[i] < used[least]) least = i;
        return new ShardId(least);
    }
}
