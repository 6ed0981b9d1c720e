namespace Weir.Broker.Routing;

/// <summary>
/// The bindings of one exchange, arranged for finding those that match. Changed by one writer at a time under the
/// registry's lock and read by many without one; each kind has its own <c>Match</c>, which puts what it finds into a
/// <see cref="RouteScratch"/>.
/// </summary>
internal abstract class Matcher
{
    public abstract void Add(Binding binding);

    public abstract void Remove(Binding binding);

    public static Matcher Of(ExchangeType type) => type switch
    {
        ExchangeType.Direct => new DirectMatcher(),
        ExchangeType.Fanout => new FanoutMatcher(),
        ExchangeType.Topic => new TopicMatcher(),
        ExchangeType.Headers => new HeadersMatcher(),
        ExchangeType.ConsistentHash => new HashMatcher(),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
