using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
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
    private static readonly TimeSpan WaitingRequestTimeout = TimeSpan.FromSeconds(1);

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
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        await using var session = new KafkaSession(
            server, connection.Transport, connection.LocalEndPoint, connection.RemoteEndPoint,
                ended.Token, connection.Features.Get<ITlsHandshakeFeature>() is not null);
        CancellationToken stopping =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using CancellationTokenRegistration stop = stopping.UnsafeRegister(_ =>
        {
            // Answers that are on their way go out; a request that waits for records or for a group does not keep it.
            session.Close();
            ended.CancelAfter(WaitingRequestTimeout);
        }, null);
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
