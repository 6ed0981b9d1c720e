using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests;

/// <summary>Log lines as collectors and people read them.</summary>
public sealed class LogOutputTests
{
    [Fact]
    public void A_json_line_is_an_object_with_time_level_message_and_the_messages_values()
    {
        string line = LineOf("json");

        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement root = json.RootElement;
        Assert.True(DateTimeOffset.TryParseExact(
            root.GetProperty("Timestamp").GetString(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out _));
        Assert.Equal("Warning", root.GetProperty("LogLevel").GetString());
        Assert.Equal("queue orders is slow", root.GetProperty("Message").GetString());
        Assert.Equal("orders", root.GetProperty("State").GetProperty("Queue").GetString());
        Assert.Equal(1, line.Count(static c => c == '\n'));
    }

    [Fact]
    public void A_text_line_begins_with_the_time_and_is_one_line() =>
        Assert.Matches(
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z warn: Weir\\[7\\] queue orders is slow\r?\n$", LineOf("text"));

    [Theory]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Error, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error, true)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Information, false)]
    [InlineData("Weir", LogLevel.Critical, true)]
    public void A_start_that_fails_is_not_told_a_second_time_with_its_stack_trace(
        string category, LogLevel level, bool isWritten)
    {
        using ServiceProvider services = new ServiceCollection()
            .AddLogging(static logging => LogOutput.Configure(logging, new WeirOptions([]).Log)).BuildServiceProvider();
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        Assert.Equal(isWritten, logger.IsEnabled(level));
    }

    private static string LineOf(string format)
    {
        WeirOptions options = new([new SettingInput("log.format", format, "test")]);
        using ServiceProvider services = new ServiceCollection()
            .AddLogging(logging => LogOutput.Configure(logging, options.Log)).BuildServiceProvider();
        ConsoleFormatter formatter = services.GetServices<ConsoleFormatter>()
            .Single(f => f.Name == (format == "json" ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple));
        KeyValuePair<string, object?>[] state = [new("Queue", "orders")];
        using StringWriter written = new();
        formatter.Write(
            new LogEntry<KeyValuePair<string, object?>[]>(
                LogLevel.Warning, "Weir", new EventId(7), state, null, static (_, _) => "queue orders is slow"),
            null, written);
        return written.ToString();
    }
}
