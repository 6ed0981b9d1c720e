using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>
/// Where one message goes. Reused from message to message by its one owner; valid until the next route. Each
/// destination is there once; one that is reached both at once and after a delay gets the message at once.
/// </summary>
public sealed class RouteResult
{
    private const int SearchedMax = 16;

    private readonly HashSet<Topic> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<Exchange> _delayedBy = [];
    private Topic[] _targets = new Topic[4];
    private int _delayedFrom;

    public RouteStatus Status { get; internal set; }

    public int Count { get; private set; }

    /// <summary>All destinations: <see cref="Immediate"/>, then <see cref="Delayed"/>.</summary>
    public ReadOnlySpan<Topic> Targets => _targets.AsSpan(0, Count);

    public ReadOnlySpan<Topic> Immediate => _targets.AsSpan(0, Math.Min(_delayedFrom, Count));

    /// <summary>Destinations that would get the message <see cref="DelayMs"/> from now, as bindings are.</summary>
    public ReadOnlySpan<Topic> Delayed => Targets[Immediate.Length..];

    /// <summary>The exchanges at which the message is to wait for <see cref="DelayMs"/>, to be routed then.</summary>
    public IReadOnlyList<Exchange> DelayedBy => _delayedBy;

    /// <summary>What the message's x-delay asks for, if a delayed exchange was on its way; else 0.</summary>
    public long DelayMs { get; internal set; }

    /// <summary>False if the route would be another for the same exchange and key with other headers.</summary>
    public bool IsCacheable { get; internal set; }

    internal bool IsDelaying => _delayedFrom != int.MaxValue;

    internal void Clear()
    {
        // References into topics that may be deleted are not kept for longer than the next route.
        _targets.AsSpan(0, Count).Clear();
        if (_seen.Count > 0) _seen.Clear();
        Count = 0;
        _delayedBy.Clear();
        _delayedFrom = int.MaxValue;
        DelayMs = 0;
        IsCacheable = true;
        Status = RouteStatus.Unroutable;
    }

    /// <summary>What is added from now on is delayed.</summary>
    internal void BeginDelayed(List<Exchange> exchanges)
    {
        _delayedFrom = Count;
        _delayedBy.AddRange(exchanges);
    }

    /// <summary>Adds topics of which none is there twice.</summary>
    internal void Add(ReadOnlySpan<Topic> topics)
    {
        if (Count > 0)
        {
            foreach (Topic topic in topics) Add(topic);
            return;
        }

        if (_targets.Length < topics.Length) _targets = new Topic[topics.Length];
        topics.CopyTo(_targets);
        Count = topics.Length;
    }

    internal void Fill(Topic[] topics)
    {
        Clear();
        Add(topics);
        Status = RouteStatus.Routed;
    }

    internal void Add(Topic topic)
    {
        if (IsThere(topic)) return;
        if (Count == _targets.Length) Array.Resize(ref _targets, Count * 2);
        _targets[Count++] = topic;
    }

    private bool IsThere(Topic topic)
    {
        if (Count <= SearchedMax)
        {
            foreach (Topic there in Targets)
            {
                if (ReferenceEquals(there, topic)) return true;
            }

            return false;
        }

        if (_seen.Count != Count)
        {
            foreach (Topic there in Targets) _seen.Add(there);
        }

        return !_seen.Add(topic);
    }
}
