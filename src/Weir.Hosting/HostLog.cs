using Microsoft.Extensions.Logging;

namespace Weir.Hosting;

/// <summary>The host's log lines.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "data directory {Path} is open: {Topics} topics")]
    public static partial void Recovered(this ILogger logger, string path, int topics);

    [LoggerMessage(2, LogLevel.Information, "{Protocol} listens on {Address}")]
    public static partial void Listening(this ILogger logger, string protocol, string address);

    [LoggerMessage(3, LogLevel.Information, "stopping: closing connections, then a last checkpoint")]
    public static partial void Stopping(this ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "damaged data: {Damage}")]
    public static partial void Damaged(this ILogger logger, string damage);

    [LoggerMessage(6, LogLevel.Error, "background work failed and will be tried again")]
    public static partial void BackgroundFailed(this ILogger logger, Exception error);

    [LoggerMessage(7, LogLevel.Critical, "{Reason}")]
    public static partial void StorageFailed(this ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Information, "the certificate {File} was replaced; new connections get it")]
    public static partial void CertificateReplaced(this ILogger logger, string file);

    [LoggerMessage(10, LogLevel.Error, "the certificate {File} was replaced by one that cannot be used: {Reason}")]
    public static partial void CertificateRefused(this ILogger logger, string file, string reason);

    [LoggerMessage(8, LogLevel.Error, "queue {Queue} could not be read on and will be tried again")]
    public static partial void QueueFailed(this ILogger logger, string queue, Exception error);
}
