using System.Net;
using Weir.Broker.Security;
using Weir.Broker.Tracing;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>One request of a session, as its handler sees it. Reused: valid until the handler has answered.</summary>
internal sealed class RequestContext(
    SaslLogin login, EndPoint? local, EndPoint? remote, CancellationToken closed)
{
    public RequestHeader Header { get; private set; }

    /// <summary>The bytes behind the header; valid until the handler has answered.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public short Version => Header.Version;

    public string ClientId => Header.ClientId ?? "";

    /// <summary>The address the client came in by.</summary>
    public EndPoint? Local { get; } = local;

    /// <summary>It came in by TLS.</summary>
    public bool IsTls { get; init; }

    public EndPoint? Remote { get; } = remote;

    /// <summary>Who asks, for traces.</summary>
    public ITracedClient? Client { get; init; }

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Closed { get; } = closed;

    public SaslLogin Login { get; } = login;

    /// <summary>What the client may do.</summary>
    public AccessCache Access => Login.Access;

    /// <summary>The namespace that this client's names live in.</summary>
    public string Namespace { get; init; } = Broker.MessageBroker.DefaultNamespace;

    public void Set(in RequestHeader header, ReadOnlyMemory<byte> body)
    {
        Header = header;
        Body = body;
    }
}
