namespace Weir.Admin.Metrics;

/// <summary>Takes metrics: a family is begun once, its samples follow.</summary>
internal interface IMetricWriter
{
    void Family(string name, string type, string help);

    /// <summary>Labels are pairs of a name and a value.</summary>
    void Sample(string name, double value, params ReadOnlySpan<string> labels);

    void Counter(string name, string help) => Family(name, "counter", help);

    void Gauge(string name, string help) => Family(name, "gauge", help);
}
