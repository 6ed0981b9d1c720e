using System.Text;
using Weir.Broker.Routing;

namespace Weir.Admin.Operations;

/// <summary>The headers of a message from the API as routing asks for them.</summary>
internal readonly struct ArgumentHeaders(Arguments headers, Arguments properties) : IMessageHeaders
{
    public bool TryGetHeader(scoped ReadOnlySpan<byte> name, out HeaderValue value) =>
        TryGet(headers, Encoding.UTF8.GetString(name), out value);

    public bool TryGetProperty(MessageProperty property, out HeaderValue value) => TryGet(
        properties, property switch
        {
            MessageProperty.MessageId => "message_id",
            MessageProperty.CorrelationId => "correlation_id",
            _ => "timestamp",
        }, out value);

    private static bool TryGet(Arguments arguments, string name, out HeaderValue value)
    {
        bool found = arguments.TryGet(name, out ArgumentValue argument);
        value = found ? HeaderValue.Of(argument) : HeaderValue.Null;
        return found;
    }
}
