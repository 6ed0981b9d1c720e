using System.Collections.Immutable;
using System.Text;
using Weir.Broker.Topics;
using Weir.Storage;

namespace Weir.Broker.Routing;

/// <summary>
/// Policies, of users or of operators. To a queue or exchange the one of highest priority applies whose pattern matches
/// its name; among equals, the first by name. Reads take no lock.
/// </summary>
public sealed class PolicyTable : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ICatalog _catalog;
    private readonly string _keyPrefix;
    private readonly bool _limitsOnly;

    // Per namespace, in the order in which they are tried.
    private ImmutableDictionary<string, ImmutableArray<CompiledPolicy>> _policies =
        ImmutableDictionary<string, ImmutableArray<CompiledPolicy>>.Empty;

    private long _version;

    /// <param name="catalog">Where they are kept.</param>
    /// <param name="isForOperators">They only lower limits, over what users declare and set by policies.</param>
    internal PolicyTable(ICatalog catalog, bool isForOperators = false)
    {
        _catalog = catalog;
        _limitsOnly = isForOperators;
        _keyPrefix = isForOperators ? "operator-policy/" : "policy/";
    }

    /// <summary>Raised with the namespace after its policies changed.</summary>
    public event Action<string>? Changed;

    /// <summary>Grows with every change: what was worked out from another version may be out of date.</summary>
    public long Version => Volatile.Read(ref _version);

    public IReadOnlyList<Policy> List(string ns) => [.. Of(ns).Select(p => p.Policy)];

    public Policy? Find(string ns, string name) => Of(ns).FirstOrDefault(p => p.Policy.Name == name)?.Policy;

    /// <summary>The policy that applies to a queue or exchange of this name, if any.</summary>
    public Policy? Match(string ns, string name, PolicyTarget target)
    {
        foreach (CompiledPolicy compiled in Of(ns))
        {
            if ((compiled.Policy.AppliesTo & target) != 0 && compiled.Pattern.IsMatch(name)) return compiled.Policy;
        }

        return null;
    }

    /// <summary>
    /// A queue's declared arguments with those of its policy. Of <c>expires</c>, <c>message-ttl</c>, <c>max-length</c>,
    /// <c>max-length-bytes</c>, <c>max-age</c> and <c>delivery-limit</c> the lower counts, of others the declared one.
    /// </summary>
    public Arguments EffectiveQueueArguments(string ns, string name, Arguments declared) =>
        Effective(ns, name, declared, PolicyTarget.Queues);

    public Arguments EffectiveExchangeArguments(string ns, string name, Arguments declared) =>
        Effective(ns, name, declared, PolicyTarget.Exchanges);

    /// <summary>Makes the policy, or replaces the one of its name.</summary>
    public async ValueTask<PolicyOutcome> SetAsync(Policy policy, CancellationToken cancel)
    {
        if (policy.Name.Length == 0 || Encoding.UTF8.GetByteCount(policy.Name) > TopicRegistry.NameBytesMax)
            return new(PolicyError.InvalidName, $"a policy name has 1 to {TopicRegistry.NameBytesMax} bytes");
        if (policy.AppliesTo is PolicyTarget.None or > PolicyTarget.All)
            return new(PolicyError.InvalidDefinition, "a policy applies to queues, exchanges or both");
        if (PolicyArguments.Check(policy.Definition, _limitsOnly) is { } reason)
            return new(PolicyError.InvalidDefinition, reason);
        if (NamePattern.Refusal(policy.Pattern) is { } refusal) return new(PolicyError.InvalidPattern, refusal);
        CompiledPolicy compiled;
        try
        {
            compiled = CompiledPolicy.Of(policy);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return new(PolicyError.InvalidPattern, $"pattern '{policy.Pattern}' cannot be used: {e.Message}");
        }

        await _gate.WaitAsync(cancel);
        try
        {
            var change = new CatalogChange(KeyOf(policy.Namespace, policy.Name), -1, policy.Encode());
            if (!await _catalog.PutAsync([change], cancel)) return Conflict(policy.Name);
            Publish(policy.Namespace, Without(policy.Namespace, policy.Name).Add(compiled));
        }
        finally
        {
            _gate.Release();
        }

        Changed?.Invoke(policy.Namespace);
        return PolicyOutcome.Done;
    }

    public async ValueTask<PolicyOutcome> RemoveAsync(string ns, string name, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (Find(ns, name) is null) return new(PolicyError.NotFound, $"no policy '{name}'");
            if (!await _catalog.PutAsync([new CatalogChange(KeyOf(ns, name), -1, null)], cancel))
                return Conflict(name);
            Publish(ns, Without(ns, name));
        }
        finally
        {
            _gate.Release();
        }

        Changed?.Invoke(ns);
        return PolicyOutcome.Done;
    }

    public void Dispose() => _gate.Dispose();

    internal async ValueTask LoadAsync(CancellationToken cancel)
    {
        foreach (CatalogEntry entry in await _catalog.ListAsync(_keyPrefix, cancel))
        {
            var policy = Policy.Decode(entry.Key, entry.Value!.Value.Span);
            Publish(policy.Namespace, Of(policy.Namespace).Add(CompiledPolicy.Of(policy)));
        }
    }

    private string KeyOf(string ns, string name) =>
        $"{_keyPrefix}{Uri.EscapeDataString(ns)}/{Uri.EscapeDataString(name)}";

    private static PolicyOutcome Conflict(string name) =>
        new(PolicyError.Conflict, $"policy '{name}' was changed meanwhile");

    private ImmutableArray<CompiledPolicy> Of(string ns) =>
        Volatile.Read(ref _policies).GetValueOrDefault(ns, ImmutableArray<CompiledPolicy>.Empty);

    private ImmutableArray<CompiledPolicy> Without(string ns, string name) =>
        [.. Of(ns).Where(p => p.Policy.Name != name)];

    private Arguments Effective(string ns, string name, Arguments declared, PolicyTarget target) =>
        Match(ns, name, target) is { } policy ? PolicyArguments.Apply(policy.Definition, declared, target) : declared;

    private void Publish(string ns, ImmutableArray<CompiledPolicy> policies)
    {
        ImmutableArray<CompiledPolicy> ordered =
        [
            .. policies.OrderByDescending(p => p.Policy.Priority).ThenBy(p => p.Policy.Name, StringComparer.Ordinal),
        ];
        Volatile.Write(ref _policies, _policies.SetItem(ns, ordered));
        Interlocked.Increment(ref _version);
    }
}
