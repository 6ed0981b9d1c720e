namespace Weir.Broker.Routing;

/// <summary>Headers bindings, tried one after the other.</summary>
internal sealed class HeadersMatcher : Matcher
{
    private readonly Dictionary<Binding, HeaderPattern> _byBinding = [];
    private GrowingView<HeaderPattern> _patterns = GrowingView<HeaderPattern>.Empty;

    public override void Add(Binding binding)
    {
        var pattern = new HeaderPattern(binding);
        _byBinding.Add(binding, pattern);
        Volatile.Write(ref _patterns, _patterns.With(pattern));
    }

    public override void Remove(Binding binding)
    {
        if (_byBinding.Remove(binding, out HeaderPattern? pattern))
            Volatile.Write(ref _patterns, _patterns.Without(pattern));
    }

    public void Match<THeaders>(scoped in THeaders headers, RouteScratch scratch)
        where THeaders : IMessageHeaders, allows ref struct
    {
        foreach (HeaderPattern pattern in Volatile.Read(ref _patterns).Items)
        {
            if (pattern.IsMetBy(in headers)) scratch.Take(pattern.Binding);
        }
    }
}
