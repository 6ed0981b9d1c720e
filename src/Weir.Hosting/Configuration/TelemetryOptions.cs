namespace Weir.Hosting.Configuration;

/// <summary>The section <c>telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    private readonly SettingValues _values;

    internal TelemetryOptions(SettingValues values) => _values = values;

    /// <summary>Where metrics and traces are sent; null when they are not.</summary>
    public Uri? Collector => _values.Get(Settings.TelemetryOtlpEndpoint).Base;

    public int IntervalMs => (int)_values.Get(Settings.TelemetryOtlpIntervalMs);

    public double SamplingRatio => _values.Get(Settings.TelemetryTracesSamplingRatio);
}
