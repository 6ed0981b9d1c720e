using Microsoft.Extensions.Logging;

namespace Weir.Hosting.Configuration;

/// <summary>The section <c>log</c>.</summary>
public sealed class LogOptions
{
    private readonly SettingValues _values;

    internal LogOptions(SettingValues values) => _values = values;

    public LogLevel Level => _values.Get(Settings.LoggingLevel);

    public LogFormat Format => _values.Get(Settings.LoggingFormat);
}
