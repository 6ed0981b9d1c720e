using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>The destinations of a set of bindings at one moment, each once.</summary>
internal sealed record TargetView(GrowingView<Topic> Topics, GrowingView<Exchange> Exchanges)
{
    public static readonly TargetView Empty = new(GrowingView<Topic>.Empty, GrowingView<Exchange>.Empty);

    public int Count => Topics.Count + Exchanges.Count;

    public bool IsEmpty => Count == 0;

    public TargetView With(Binding binding) => binding.Exchange is { } exchange
        ? new TargetView(Topics, Exchanges.With(exchange))
        : new TargetView(Topics.With(binding.Queue!), Exchanges);

    public TargetView Without(Binding binding) => binding.Exchange is { } exchange
        ? new TargetView(Topics, Exchanges.Without(exchange))
        : new TargetView(Topics.Without(binding.Queue!), Exchanges);
}
