using System.Net;
using Microsoft.Extensions.Logging;

namespace Weir.Amqp;

/// <summary>The AMQP listeners' log lines.</summary>
internal static partial class AmqpLog
{
    [LoggerMessage(1, LogLevel.Warning, "amqp client {Remote}: connection closed with {Code}: {Reason}")]
    public static partial void ConnectionRefused(this ILogger logger, EndPoint? remote, int code, string reason);

    [LoggerMessage(4, LogLevel.Warning, "amqp client {Remote}: login of user '{User}' failed: {Outcome}")]
    public static partial void LoginFailed(
        this ILogger logger, EndPoint? remote, string user, Weir.Broker.Security.LoginOutcome outcome);

    [LoggerMessage(2, LogLevel.Warning, "amqp client {Remote} sent nothing for {Seconds} s: connection ended")]
    public static partial void HeartbeatMissed(this ILogger logger, EndPoint? remote, double seconds);

    [LoggerMessage(3, LogLevel.Error, "amqp session of {Remote} failed")]
    public static partial void SessionFailed(this ILogger logger, EndPoint? remote, Exception error);
}
