using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Weir.Admin.Metrics;
using Weir.Broker;
using Weir.Broker.Tracing;
using Weir.Hosting.Configuration;

namespace Weir.Hosting.Telemetry;

/// <summary>
/// Sends metrics and spans to a collector, from threads of its own. Exists only where a collector is configured: then
/// the sources have listeners, and otherwise they cost nothing. What a collector does not take is dropped.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const int ShutdownMs = 2_000;

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    /// <param name="collector">Base address.</param>
    /// <param name="options">Interval and sampling.</param>
    /// <param name="broker">Its cluster id tells brokers apart.</param>
    /// <param name="meter">Taken so that its instruments exist before they are looked for.</param>
    public OtlpExport(Uri collector, TelemetryOptions options, MessageBroker broker, BrokerMeter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        string version = typeof(OtlpExport).Assembly.GetName().Version?.ToString(3) ?? "0";
        void Describe(ResourceBuilder resource) =>
            resource.AddService("weir", serviceVersion: version, serviceInstanceId: broker.ClusterId);
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(BrokerMeter.MeterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                Send(exporter, new Uri(collector, "v1/metrics"));
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.IntervalMs;
            })
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SamplingRatio)))
            .AddSource(MessageTracing.SourceName)
            .AddOtlpExporter(exporter => Send(exporter, new Uri(collector, "v1/traces")))
            .Build();
    }

    /// <summary>Sends what is left, within a bounded time.</summary>
    public void Dispose()
    {
        _traces.Shutdown(ShutdownMs);
        _metrics.Shutdown(ShutdownMs);
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void Send(OtlpExporterOptions exporter, Uri to)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = to;
    }
}
