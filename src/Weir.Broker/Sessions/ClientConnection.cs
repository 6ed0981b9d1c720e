using System.Collections.Concurrent;
using System.Net;
using Weir.Broker.Tracing;

namespace Weir.Broker.Sessions;

/// <summary>
/// What operators see of a connection. Its session fills it: plain fields, written by the session alone and read by
/// anybody as a moment's figure, so that counting costs no more than an addition. Ends with the session.
/// </summary>
public sealed class ClientConnection : ITracedClient, IDisposable
{
    private readonly ConcurrentDictionary<int, IClientChannel> _channels = new();
    private readonly ConnectionRegistry _registry;
    private readonly Action<string> _close;
    private ClientIdentity? _identity;

    internal ClientConnection(
        ConnectionRegistry registry, long number, string protocol, EndPoint? remote, long openedMs,
        Action<string> close)
    {
        _registry = registry;
        _close = close;
        Number = number;
        Protocol = protocol;
        Remote = remote;
        OpenedMs = openedMs;
    }

    /// <summary>Unique in this process, counted from 1.</summary>
    public long Number { get; }

    /// <summary>The protocol's usual name and version.</summary>
    public string Protocol { get; }

    public EndPoint? Remote { get; }

    public long OpenedMs { get; }

    public string User { get; set; } = "";

    /// <summary>What the client calls itself.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The program or library at the other end, as far as it says.</summary>
    public string Product { get; set; } = "";

    public string Namespace { get; set; } = MessageBroker.DefaultNamespace;

    /// <summary>False until the client was let in.</summary>
    public bool IsOpen { get; set; }

    public SessionWait WaitsFor { get; set; }

    public long BytesReceived { get; set; }

    public long BytesSent { get; set; }

    /// <summary>Records the client published.</summary>
    public long Published { get; set; }

    /// <summary>Records that were sent to the client, as far as its protocol has the broker look at each.</summary>
    public long Delivered { get; set; }

    /// <summary>As it is now; made anew only when the client has come to be somebody else.</summary>
    ClientIdentity ITracedClient.Identity
    {
        get
        {
            ClientIdentity? known = _identity;
            if (known is not null && known.IsOf(User, ClientId)) return known;
            return _identity = new ClientIdentity(Protocol, Number, User, ClientId, Remote?.ToString() ?? "");
        }
    }

    public IEnumerable<IClientChannel> Channels => _channels.Values;

    public int ChannelCount => _channels.Count;

    public void Add(IClientChannel channel) => _channels[channel.Number] = channel;

    public void Remove(IClientChannel channel) => _channels.TryRemove(channel.Number, out _);

    /// <summary>Asks the session to end, politely where its protocol can be; the reason is for the client.</summary>
    public void Close(string reason) => _close(reason);

    public void Dispose()
    {
        _channels.Clear();
        _registry.Remove(this);
    }
}
