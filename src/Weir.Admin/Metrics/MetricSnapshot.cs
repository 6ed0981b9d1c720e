using System.Diagnostics.Metrics;

namespace Weir.Admin.Metrics;

/// <summary>All metrics at a moment, by the name of their samples.</summary>
internal sealed class MetricSnapshot : IMetricWriter
{
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private (string Type, string Help) _family;

    public IReadOnlyDictionary<string, Series> All => _series;

    public static MetricSnapshot Take(IEnumerable<IMetricSource> sources)
    {
        var snapshot = new MetricSnapshot();
        foreach (IMetricSource source in sources) source.Write(snapshot);
        return snapshot;
    }

    public IReadOnlyList<Measurement<double>> Of(string name) =>
        _series.TryGetValue(name, out Series? series) ? series.Samples : [];

    public void Family(string name, string type, string help)
    {
        _family = (type, help);
        // A histogram has no samples of its own name.
        if (type is "counter" or "gauge") SeriesOf(name);
    }

    public void Sample(string name, double value, params ReadOnlySpan<string> labels)
    {
        var tags = new KeyValuePair<string, object?>[labels.Length / 2];
        for (int i = 0; i < tags.Length; i++) tags[i] = new(labels[2 * i], labels[2 * i + 1]);
        SeriesOf(name).Samples.Add(new Measurement<double>(value, tags));
    }

    private Series SeriesOf(string name)
    {
        if (!_series.TryGetValue(name, out Series? series))
            _series[name] = series = new Series(_family.Type != "gauge", _family.Help, []);
        return series;
    }

    internal sealed record Series(bool IsCounter, string Help, List<Measurement<double>> Samples);
}
