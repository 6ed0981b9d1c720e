namespace Weir.Broker.Sessions;

/// <summary>What connections carried.</summary>
public readonly record struct SessionTotals(long BytesReceived, long BytesSent, long Published, long Delivered)
{
    public static SessionTotals operator +(in SessionTotals a, in SessionTotals b) => new(
        a.BytesReceived + b.BytesReceived, a.BytesSent + b.BytesSent, a.Published + b.Published,
        a.Delivered + b.Delivered);

    public static SessionTotals Add(in SessionTotals a, in SessionTotals b) => a + b;

    internal static SessionTotals Of(ClientConnection connection) => new(
        connection.BytesReceived, connection.BytesSent, connection.Published, connection.Delivered);
}
