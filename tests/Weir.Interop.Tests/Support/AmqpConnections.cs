using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Weir.Interop.Tests.Support;

/// <summary>RabbitMQ.Client's connections, to a broker whose AMQP listener may open a moment after Kafka's.</summary>
internal static class AmqpConnections
{
    public static async Task<IConnection> ConnectAsync(BrokerProcess broker)
    {
        await ListensAsync(broker);
        var factory = new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = broker.AmqpPort,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(100),
            ContinuationTimeout = TimeSpan.FromSeconds(100),
        };
        return await factory.CreateConnectionAsync();
    }

    public static Task ListensAsync(BrokerProcess broker) => Eventually.TrueAsync(
        () => $"the broker listens on {broker.AmqpPort}\n{broker.LogTail}", () => AcceptsAsync(broker), 100);

    private static async Task<bool> AcceptsAsync(BrokerProcess broker)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, broker.AmqpPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
