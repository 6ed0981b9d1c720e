namespace Weir.Admin.Metrics;

/// <summary>Something that has metrics. Asked once a scrape.</summary>
internal interface IMetricSource
{
    void Write(IMetricWriter writer);
}
