using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Weir.Amqp.Sessions;
using Weir.Storage;

namespace Weir.Amqp;

/// <summary>
/// Serves AMQP clients on a Kestrel listener: one session a connection, its end logged as it deserves.
/// </summary>
public sealed class AmqpListener(AmqpServer server) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (server.Broker.Connections.IsDraining) return;
        CancellationToken stopping =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using var session = new AmqpConnection(server, connection.Transport, connection.RemoteEndPoint, stopping);
        try
        {
            await session.RunAsync();
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
