using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>
/// A session's memory of its routes by exchange and key, for those that depend on nothing else. An entry counts for one
/// version of the topology. Bounded, and a key gets an entry only when it comes twice in a row to its slot, so keys
/// that never come again cost no allocation. For one thread at a time.
/// </summary>
public sealed class RouteCache
{
    private const int Slots = 512;
    private const int TargetsMax = 64;

    private readonly Router _router;

    // Made with the first route: an idle session has none.
    private Slot[]? _slots;

    public RouteCache(Router router) => _router = router;

    public Router Router => _router;

    /// <summary>As <see cref="Router.Route{THeaders}(ReadOnlySpan{byte}, ReadOnlySpan{byte}, in THeaders, RouteResult)"/>.</summary>
    public void Route<THeaders>(
        ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> key, scoped in THeaders headers, RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct
    {
        // Read before the route is found: a change meanwhile makes the entry stale at once.
        long version = _router.Version;
        ulong hash = KeyHash.Combine(KeyHash.Of(exchange), KeyHash.Of(key));
        ref Slot slot = ref (_slots ??= new Slot[Slots])[(int)(hash % Slots)];
        bool isSame = slot.Hash == hash;
        if (isSame && slot.Version == version && slot.Targets is { } known
            && key.SequenceEqual(slot.Key) && exchange.SequenceEqual(slot.Exchange))
        {
            result.Fill(known);
            return;
        }

        _router.Route(exchange, key, in headers, result);
        slot.Hash = hash;
        // Nothing found is not remembered: a queue made since is no change of the topology.
        bool keep = isSame && result is { IsCacheable: true, Status: RouteStatus.Routed, Count: <= TargetsMax };
        slot.Targets = keep ? result.Targets.ToArray() : null;
        if (!keep) return;
        slot.Version = version;
        slot.Exchange = exchange.ToArray();
        slot.Key = key.ToArray();
    }

    private struct Slot
    {
        public ulong Hash;
        public long Version;
        public byte[]? Exchange;
        public byte[]? Key;
        public Topic[]? Targets;
    }
}
