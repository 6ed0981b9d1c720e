using Microsoft.Extensions.Logging;

namespace Weir.Hosting;

/// <summary>The host's log lines.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information,
        "data directory {Path} is open: {Topics} topics, {Bytes} bytes of journal replayed")]
    public static partial void Recovered(this ILogger logger, string path, int topics, long bytes);

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

    [LoggerMessage(11, LogLevel.Error,
        "only {Free} MiB are free on the disk of {Path}: publishes are refused (Kafka, HTTP) or wait (AMQP) until "
        + "there is room; see storage.free_bytes_min")]
    public static partial void DiskShort(this ILogger logger, long free, string path);

    [LoggerMessage(12, LogLevel.Information, "the disk of {Path} has room again: publishes are taken")]
    public static partial void DiskHasRoom(this ILogger logger, string path);

    [LoggerMessage(13, LogLevel.Warning, "the disk is full; what failed will be tried again: {Reason}")]
    public static partial void DiskFull(this ILogger logger, string reason);

    [LoggerMessage(14, LogLevel.Error, "the last checkpoint failed, so the next start replays the journal: {Reason}")]
    public static partial void LastCheckpointFailed(this ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Error, "queue {Queue} could not be read on and will be tried again")]
    public static partial void QueueFailed(this ILogger logger, string queue, Exception error);
}
