using RabbitMQ.Client;

namespace Weir.Interop.Tests.Support;

/// <summary>RabbitMQ.Client's connections, patient on a slow machine.</summary>
internal static class AmqpConnections
{
    public static Task<IConnection> ConnectAsync(BrokerProcess broker)
    {
        var factory = new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = broker.AmqpPort,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(100),
            ContinuationTimeout = TimeSpan.FromSeconds(100),
        };
        return factory.CreateConnectionAsync();
    }
}
