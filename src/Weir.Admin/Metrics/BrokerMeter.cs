using System.Diagnostics.Metrics;

namespace Weir.Admin.Metrics;

/// <summary>
/// The numbers of <c>/metrics</c> as instruments that are observed, under the same names. They are read when somebody
/// collects, at most once a second for all instruments, so counting costs nothing more. The buckets of a histogram are
/// counters with the label <c>le</c>, for there is no histogram that is observed.
/// </summary>
public sealed class BrokerMeter : IDisposable
{
    public const string MeterName = "Weir";

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    private readonly Meter _meter = new(MeterName);
    private readonly IReadOnlyList<IMetricSource> _sources;
    private readonly TimeProvider _time;
    private readonly Lock _sync = new();
    private MetricSnapshot _snapshot;
    private long _takenAt;

    internal BrokerMeter(IEnumerable<IMetricSource> sources, TimeProvider time)
    {
        _sources = [.. sources];
        _time = time;
        _snapshot = MetricSnapshot.Take(_sources);
        _takenAt = time.GetTimestamp();
        foreach ((string name, MetricSnapshot.Series series) in _snapshot.All)
        {
            if (series.IsCounter)
                _meter.CreateObservableCounter(name, () => Observe(name), unit: null, series.Help);
            else _meter.CreateObservableGauge(name, () => Observe(name), unit: null, series.Help);
        }
    }

    public void Dispose() => _meter.Dispose();

    private IReadOnlyList<Measurement<double>> Observe(string name)
    {
        lock (_sync)
        {
            if (_time.GetElapsedTime(_takenAt) > FreshFor)
            {
                _snapshot = MetricSnapshot.Take(_sources);
                _takenAt = _time.GetTimestamp();
            }

            return _snapshot.Of(name);
        }
    }
}
