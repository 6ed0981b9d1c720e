namespace Weir.Simulation.Brokers;

/// <summary>What happens whole or not at all: copies that come and copies that go.</summary>
internal sealed class Change
{
    public List<Copy> Added { get; } = [];

    public List<Copy> Removed { get; } = [];

    public override string ToString() => $"+[{string.Join(", ", Added)}] -[{string.Join(", ", Removed)}]";
}
