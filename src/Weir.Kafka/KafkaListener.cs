using Microsoft.AspNetCore.Connections;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;
using Weir.Storage;

namespace Weir.Kafka;

/// <summary>Serves Kafka clients on a Kestrel listener: one session a connection, and its end at the right level of noise.</summary>
public sealed class KafkaListener(KafkaServer server) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        await using var session = new KafkaSession(
            server, connection.Transport, connection.LocalEndPoint, connection.RemoteEndPoint, connection.ConnectionClosed);
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
