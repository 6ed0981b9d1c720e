using System.Text;
using Weir.Broker.Routing;

namespace Weir.Broker.Tests.Routing;

/// <summary>Headers from arguments; those named "@..." stand for properties.</summary>
internal readonly struct TestHeaders(Arguments headers) : IMessageHeaders
{
    public bool TryGetHeader(scoped ReadOnlySpan<byte> name, out HeaderValue value) =>
        TryGet(Encoding.UTF8.GetString(name), out value);

    public bool TryGetProperty(MessageProperty property, out HeaderValue value) => TryGet($"@{property}", out value);

    private bool TryGet(string name, out HeaderValue value)
    {
        bool found = headers.TryGet(name, out ArgumentValue given);
        value = HeaderValue.Of(given);
        return found;
    }
}
