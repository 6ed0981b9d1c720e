namespace Weir.Broker.Routing;

internal sealed class DirectMatcher : Matcher
{
    private readonly KeyTable<DirectEntry> _byKey = new();

    public override void Add(Binding binding)
    {
        DirectEntry? entry = _byKey.Find(binding.RoutingKey.Span);
        if (entry is null)
        {
            // With its first destination before readers see it.
            entry = new DirectEntry(binding.RoutingKey.ToArray());
            entry.Targets.Add(binding);
            _byKey.Add(entry);
            return;
        }

        entry.Targets.Add(binding);
    }

    public override void Remove(Binding binding)
    {
        DirectEntry entry = _byKey.Find(binding.RoutingKey.Span)!;
        entry.Targets.Remove(binding);
        if (entry.Targets.IsEmpty) _byKey.Remove(entry);
    }

    public void Match(ReadOnlySpan<byte> key, RouteScratch scratch)
    {
        if (_byKey.Find(key) is { } entry) scratch.Take(entry.Targets.View);
    }
}
