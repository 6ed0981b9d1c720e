namespace Weir.Broker.Routing;

internal sealed class FanoutMatcher : Matcher
{
    private readonly TargetSet _targets = new();

    public override void Add(Binding binding) => _targets.Add(binding);

    public override void Remove(Binding binding) => _targets.Remove(binding);

    public void Match(RouteScratch scratch) => scratch.Take(_targets.View);
}
