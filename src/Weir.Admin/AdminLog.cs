using Microsoft.Extensions.Logging;

namespace Weir.Admin;

/// <summary>The log lines of this project.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Cause}. {Remedy}")]
    public static partial void Raised(this ILogger logger, string cause, string remedy);

    [LoggerMessage(2, LogLevel.Information, "over: {Kind} {Subject} ({Cause})")]
    public static partial void Ended(this ILogger logger, string kind, string subject, string cause);
}
