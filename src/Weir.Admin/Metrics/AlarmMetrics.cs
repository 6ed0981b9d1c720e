using Weir.Admin.Alarms;

namespace Weir.Admin.Metrics;

/// <summary>Alarms that are raised, by kind; a kind without any is 0.</summary>
internal sealed class AlarmMetrics(AlarmWatch watch) : IMetricSource
{
    public void Write(IMetricWriter writer)
    {
        writer.Gauge("weir_alarms", "Alarms that are raised, by kind.");
        IReadOnlyList<Alarm> raised = watch.Raised;
        foreach (string kind in AlarmKinds.All)
            writer.Sample("weir_alarms", raised.Count(a => a.Kind == kind), "kind", kind);
    }
}
