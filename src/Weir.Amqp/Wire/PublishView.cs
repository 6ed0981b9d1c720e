namespace Weir.Amqp.Wire;

/// <summary>One whole basic.publish with its content, in place. The properties are not looked into yet.</summary>
internal readonly ref struct PublishView(
    ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, byte bits,
    ReadOnlySpan<byte> properties, ReadOnlySpan<byte> body)
{
    public ReadOnlySpan<byte> Exchange { get; } = exchange;

    public ReadOnlySpan<byte> RoutingKey { get; } = routingKey;

    public bool Mandatory => (bits & 1) != 0;

    public bool Immediate => (bits & 2) != 0;

    /// <summary>Flags and values, for <see cref="BasicProperties.TryRead"/>.</summary>
    public ReadOnlySpan<byte> Properties { get; } = properties;

    public ReadOnlySpan<byte> Body { get; } = body;
}
