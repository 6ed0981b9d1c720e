namespace Weir.Broker.Topics;

/// <summary>A topic's name as it came over the wire.</summary>
internal readonly ref struct TopicNameUtf8(string ns, ReadOnlySpan<byte> name)
{
    public string Namespace { get; } = ns;

    public ReadOnlySpan<byte> Name { get; } = name;
}
