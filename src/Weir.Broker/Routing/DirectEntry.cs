namespace Weir.Broker.Routing;

/// <summary>The destinations of one binding key.</summary>
internal sealed class DirectEntry(byte[] key) : KeyedEntry(key)
{
    public TargetSet Targets { get; } = new();
}
