namespace Weir.Broker.Routing;

/// <summary>
/// What routing may ask about a message. A session implements it over the bytes that it received, as a ref struct, so
/// that headers are only looked at when an exchange wants one.
/// </summary>
public interface IMessageHeaders
{
    bool TryGetHeader(scoped ReadOnlySpan<byte> name, out HeaderValue value);

    bool TryGetProperty(MessageProperty property, out HeaderValue value);
}
