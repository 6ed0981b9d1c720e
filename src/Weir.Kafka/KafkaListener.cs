using Microsoft.AspNetCore.Connections;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;
using Weir.Storage;

namespace Weir.Kafka;

/// <summary>
/// Serves Kafka clients on a Kestrel listener: one session a connection, up to a limit, and its end at the right level
/// of noise.
/// </summary>
public sealed class KafkaListener(KafkaServer server) : ConnectionHandler
{
    private int _connections;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (server.Broker.Connections.IsDraining) return;
        try
        {
            if (Interlocked.Increment(ref _connections) <= server.Options.ConnectionsMax) await ServeAsync(connection);
            else server.Logger.TooManyConnections(connection.RemoteEndPoint, server.Options.ConnectionsMax);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        await using var session = new KafkaSession(
            server, connection.Transport, connection.LocalEndPoint, connection.RemoteEndPoint,
                connection.ConnectionClosed);
        using var idle = new IdleWatch(
            server.Broker.Time, server.Options.IdleTimeout, () =>
                connection.Abort(new ConnectionAbortedException("idle")));
        session.Activity = idle.Touch;
        try
        {
            await session.RunAsync();
        }
        catch (KafkaProtocolException e)
        {
            server.Logger.ProtocolBroken(connection.RemoteEndPoint, e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionResetException)
        {
            // The client has gone.
        }
        catch (StorageFailedException e)
        {
            server.Logger.SessionFailed(connection.RemoteEndPoint, e);
        }
    }
}
