using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Security;

namespace Weir.Amqp.Sessions;

/// <summary>
/// Which permission a method needs, as RabbitMQ has it; docs/security.md has the table. Refusals are 403 with
/// RabbitMQ's words and close the channel. The default exchange is <c>amq.default</c> to patterns.
/// </summary>
internal static class AccessCheck
{
    private const string DefaultExchange = "amq.default";

    public static void Queue(AmqpConnection connection, Permission permission, string name)
    {
        if (!connection.Access.Allows(permission, name)) throw Refused(connection, "queue", name);
    }

    public static void Exchange(AmqpConnection connection, Permission permission, string name)
    {
        if (name.Length == 0) name = DefaultExchange;
        if (!connection.Access.Allows(permission, name)) throw Refused(connection, "exchange", name);
    }

    /// <summary>Of every publish: allocates nothing for an exchange that was published to lately.</summary>
    public static void Publish(AmqpConnection connection, ReadOnlySpan<byte> exchange)
    {
        if (exchange.IsEmpty) exchange = "amq.default"u8;
        if (!connection.Access.Allows(Permission.Write, exchange))
            throw Refused(connection, "exchange", Encoding.UTF8.GetString(exchange));
    }

    private static AmqpException Refused(AmqpConnection connection, string kind, string name) => new(
        ReplyCode.AccessRefused,
        $"access to {kind} '{name}' in vhost '{connection.Namespace}' refused for user '{connection.User}'");
}
