using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>
/// The working memory of one route: exchanges that are still to be asked, and what was found. One a thread, since a
/// route neither waits nor nests.
/// </summary>
internal sealed class RouteScratch
{
    [ThreadStatic]
    private static RouteScratch? _ofThread;

    private readonly List<Exchange> _pending = [];
    private readonly List<Exchange> _delaying = [];

    // Per exchange, the last route that came to it.
    private long[] _enteredBy = [];
    private long _route;
    private int _next;

    public static RouteScratch OfThread => _ofThread ??= new RouteScratch();

    public TopicWalk Walk { get; } = new();

    /// <summary>Delayed exchanges that the route came to, to be asked after all others.</summary>
    public List<Exchange> Delaying => _delaying;

    /// <summary>Whether the exchange that is being asked had a binding that matches.</summary>
    public bool HasMatched { get; private set; }

    private RouteResult Result { get; set; } = null!;

    public void Begin(RouteResult result)
    {
        Result = result;
        _route++;
        _pending.Clear();
        _delaying.Clear();
        _next = 0;
    }

    /// <summary>Ends the route: nothing of it is kept alive.</summary>
    public void End()
    {
        Result = null!;
        _pending.Clear();
        _delaying.Clear();
    }

    /// <summary>Exchanges are asked once a route, so loops of bindings and alternates end.</summary>
    public bool TryEnter(Exchange exchange)
    {
        if (exchange.Number >= _enteredBy.Length) Array.Resize(ref _enteredBy, exchange.Number * 2 + 4);
        if (_enteredBy[exchange.Number] == _route) return false;
        _enteredBy[exchange.Number] = _route;
        return true;
    }

    public void Enqueue(Exchange exchange)
    {
        if (TryEnter(exchange)) _pending.Add(exchange);
    }

    public bool TryDequeue(out Exchange exchange)
    {
        exchange = _next < _pending.Count ? _pending[_next++] : null!;
        return exchange is not null;
    }

    public void BeginAsking() => HasMatched = false;

    public void Take(Topic topic)
    {
        HasMatched = true;
        Result.Add(topic);
    }

    public void Take(TargetView view)
    {
        if (view.IsEmpty) return;
        HasMatched = true;
        if (view.Topics.Count > 0) Result.Add(view.Topics.Items);
        foreach (Exchange exchange in view.Exchanges.Items) Enqueue(exchange);
    }

    public void Take(Binding binding)
    {
        HasMatched = true;
        if (binding.Queue is { } queue) Result.Add(queue);
        else Enqueue(binding.Exchange!);
    }
}
