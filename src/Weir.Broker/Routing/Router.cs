using System.Globalization;

namespace Weir.Broker.Routing;

/// <summary>
/// Routes the messages of one namespace. Takes no lock and allocates nothing: a change of exchanges and bindings shows
/// to each message as not made yet or made, binding by binding. Any number of threads.
/// </summary>
public sealed class Router
{
    /// <summary>The longest delay, a hundred years; more is taken as this.</summary>
    public const long DelayMsMax = 100L * 365 * 24 * 60 * 60 * 1000;

    private readonly IQueueLookup _queues;
    private long _version;

    internal Router(string ns, IQueueLookup queues)
    {
        Namespace = ns;
        _queues = queues;
    }

    public string Namespace { get; }

    /// <summary>Grows after every change that may alter a route.</summary>
    public long Version => Volatile.Read(ref _version);

    internal KeyTable<ExchangeEntry> Exchanges { get; } = new();

    public Exchange? Find(ReadOnlySpan<byte> exchangeUtf8) => Exchanges.Find(exchangeUtf8)?.Exchange;

    public void Route<THeaders>(
        ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> key, scoped in THeaders headers, RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct =>
        Route(exchange, key, [], in headers, result);

    /// <param name="exchange">Name in UTF-8.</param>
    /// <param name="key">The routing key.</param>
    /// <param name="moreKeys">Further keys (CC, BCC): the message goes where any of the keys leads, once.</param>
    /// <param name="headers">The message's headers.</param>
    /// <param name="result">Filled with where the message goes.</param>
    public void Route<THeaders>(
        ReadOnlySpan<byte> exchange,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<ReadOnlyMemory<byte>> moreKeys,
        scoped in THeaders headers,
        RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct
    {
        result.Clear();
        if (Find(exchange) is not { } first) result.Status = RouteStatus.ExchangeUnknown;
        else if (first.Definition.IsInternal) result.Status = RouteStatus.ExchangeInternal;
        else RouteFrom(first, key, moreKeys, in headers, result);
    }

    /// <summary>
    /// Routes a message whose delay at that exchange is over; the exchange may be an internal one, that others lead to.
    /// </summary>
    public void RouteDue<THeaders>(
        ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> key, scoped in THeaders headers, RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct
    {
        result.Clear();
        if (Find(exchange) is { } first) RouteFrom(first, key, [], in headers, result);
        else result.Status = RouteStatus.ExchangeUnknown;
    }

    internal void Changed() => Interlocked.Increment(ref _version);

    private void RouteFrom<THeaders>(
        Exchange first,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<ReadOnlyMemory<byte>> moreKeys,
        scoped in THeaders headers,
        RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct
    {
        RouteScratch scratch = RouteScratch.OfThread;
        scratch.Begin(result);
        scratch.Enqueue(first);
        AskPending(key, moreKeys, in headers, scratch, result);
        if (scratch.Delaying.Count > 0)
        {
            // After all that is immediate, so that a destination reached both ways is in the first part.
            result.BeginDelayed(scratch.Delaying);
            foreach (Exchange exchangeOfDelay in scratch.Delaying)
                Ask(exchangeOfDelay, key, moreKeys, in headers, scratch, result);
            AskPending(key, moreKeys, in headers, scratch, result);
        }

        scratch.End();
        if (result.Count > 0) result.Status = RouteStatus.Routed;
    }

    /// <summary>As x-delay in milliseconds; 0 if there is none, or it is not a positive whole number.</summary>
    private static long DelayOf<THeaders>(scoped in THeaders headers)
        where THeaders : IMessageHeaders, allows ref struct
    {
        if (!headers.TryGetHeader("x-delay"u8, out HeaderValue value)) return 0;
        if (value.IsText)
        {
            return long.TryParse(value.Bytes, NumberStyles.None, null, out long text)
                ? Math.Min(text, DelayMsMax)
                : 0;
        }

        double number = value.Value.AsDouble;
        return number >= 1 ? (long)Math.Min(number, DelayMsMax) : 0;
    }

    private void AskPending<THeaders>(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<ReadOnlyMemory<byte>> moreKeys,
        scoped in THeaders headers,
        RouteScratch scratch,
        RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct
    {
        while (scratch.TryDequeue(out Exchange exchange))
        {
            if (exchange.Type == ExchangeType.Delayed)
            {
                result.IsCacheable = false;
                if (result.DelayMs == 0) result.DelayMs = DelayOf(in headers);
                // One met while others are already delayed is not asked for its own delay again.
                if (result.DelayMs > 0 && !result.IsDelaying)
                {
                    scratch.Delaying.Add(exchange);
                    continue;
                }
            }

            Ask(exchange, key, moreKeys, in headers, scratch, result);
        }
    }

    private void Ask<THeaders>(
        Exchange exchange,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<ReadOnlyMemory<byte>> moreKeys,
        scoped in THeaders headers,
        RouteScratch scratch,
        RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct
    {
        scratch.BeginAsking();
        Match(exchange, key, in headers, scratch, result);
        // Headers and hash exchanges pick by the message, not by each of its keys.
        if (exchange.RoutingType is ExchangeType.Direct or ExchangeType.Topic)
        {
            foreach (ReadOnlyMemory<byte> more in moreKeys) Match(exchange, more.Span, in headers, scratch, result);
        }

        if (!scratch.HasMatched && exchange.AlternateName is { } name && Find(name) is { } alternate)
            scratch.Enqueue(alternate);
    }

    private void Match<THeaders>(
        Exchange exchange,
        ReadOnlySpan<byte> key,
        scoped in THeaders headers,
        RouteScratch scratch,
        RouteResult result)
        where THeaders : IMessageHeaders, allows ref struct
    {
        switch (exchange.Matcher)
        {
            case DirectMatcher when exchange.IsDefault:
                if (_queues.Find(Namespace, key) is { IsDeleted: false } queue) scratch.Take(queue);
                break;
            case DirectMatcher direct:
                direct.Match(key, scratch);
                break;
            case TopicMatcher topic:
                topic.Match(key, scratch);
                break;
            case FanoutMatcher fanout:
                fanout.Match(scratch);
                break;
            case HeadersMatcher byHeaders:
                result.IsCacheable = false;
                byHeaders.Match(in headers, scratch);
                break;
            case HashMatcher hash:
                if (hash.DependsOnMessage) result.IsCacheable = false;
                hash.Match(key, in headers, scratch);
                break;
        }
    }
}
