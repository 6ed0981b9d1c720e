namespace Weir.Broker.Routing;

/// <summary>Of a message without headers and properties.</summary>
public readonly struct NoHeaders : IMessageHeaders
{
    public bool TryGetHeader(scoped ReadOnlySpan<byte> name, out HeaderValue value)
    {
        value = default;
        return false;
    }

    public bool TryGetProperty(MessageProperty property, out HeaderValue value)
    {
        value = default;
        return false;
    }
}
