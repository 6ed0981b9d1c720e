using System.Net;
using Microsoft.Extensions.Logging;

namespace Weir.Kafka;

/// <summary>The Kafka listeners' log lines.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(1, LogLevel.Warning, "kafka client {Remote} broke the protocol: {Reason}")]
    public static partial void ProtocolBroken(this ILogger logger, EndPoint? remote, string reason);

    [LoggerMessage(2, LogLevel.Error, "cannot read topic {Topic} partition {Partition} at offset {Offset}")]
    public static partial void ReadFailed(this ILogger logger, string topic, int partition, long offset,
        Exception error);

    [LoggerMessage(3, LogLevel.Error, "kafka session of {Remote} failed")]
    public static partial void SessionFailed(this ILogger logger, EndPoint? remote, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "kafka client {Remote}: login of user '{User}' failed: {Outcome}")]
    public static partial void LoginFailed(
        this ILogger logger, EndPoint? remote, string user, Weir.Broker.Security.LoginOutcome outcome);

    [LoggerMessage(4, LogLevel.Warning,
        "kafka client {Remote} was turned away: {Limit} connections are open, the most allowed")]
    public static partial void TooManyConnections(this ILogger logger, EndPoint? remote, int limit);
}
