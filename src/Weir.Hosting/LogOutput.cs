using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Weir.Hosting.Configuration;

namespace Weir.Hosting;

/// <summary>Log lines on standard output: text for people or JSON for collectors, UTC, one line an event.</summary>
internal static class LogOutput
{
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel";
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void Configure(ILoggingBuilder logging, LogOptions options)
    {
        logging.SetMinimumLevel(options.Level);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Both tell of a start that failed by its stack trace; who started it says it in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddFilter(Server, static level => level is LogLevel.Warning or LogLevel.Error);
        if (options.Format == LogFormat.Json) logging.AddJsonConsole(json => Set(json, TimestampFormat));
        else
        {
            logging.AddSimpleConsole(text =>
            {
                Set(text, TimestampFormat + " ");
                text.SingleLine = true;
                text.ColorBehavior = LoggerColorBehavior.Default;
            });
        }
    }

    private static void Set(ConsoleFormatterOptions options, string timestampFormat)
    {
        options.TimestampFormat = timestampFormat;
        options.UseUtcTimestamp = true;
    }
}
