namespace Weir.Broker.Tracing;

/// <summary>
/// Who a client is, for traces: they outlive the connection, so they hold this and not the connection. Whatever the
/// client said of itself is cut, so that a trace's memory is bounded by its number of events.
/// </summary>
/// <param name="Protocol">Its usual name and version.</param>
/// <param name="Connection">The connection's number; 0 where there is none that stays.</param>
/// <param name="User">Who logged in, or empty.</param>
/// <param name="ClientId">What it calls itself, or empty.</param>
/// <param name="Address">Where it is, or empty.</param>
public sealed record ClientIdentity(string Protocol, long Connection, string User, string ClientId, string Address)
    : ITracedClient
{
    private const int TextLengthMax = 128;

    public string User { get; } = Cut(User);

    public string ClientId { get; } = Cut(ClientId);

    ClientIdentity ITracedClient.Identity => this;

    internal bool IsOf(string user, string clientId) => User == Cut(user) && ClientId == Cut(clientId);

    private static string Cut(string text) => text.Length <= TextLengthMax ? text : text[..TextLengthMax];
}
