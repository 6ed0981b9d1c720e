using Weir.Admin.Api;
using Weir.Admin.Api.Models;
using Weir.Broker;
using Weir.Broker.Groups;

namespace Weir.Admin.Metrics;

/// <summary>How far groups are behind, by topic, bounded as <see cref="QueueMetrics"/> is.</summary>
internal sealed class GroupMetrics(MessageBroker broker) : IMetricSource
{
    public void Write(IMetricWriter writer)
    {
        IReadOnlyList<GroupListing> groups = broker.Groups.List();
        writer.Gauge("weir_groups", "Consumer groups.");
        writer.Sample("weir_groups", groups.Count);
        writer.Gauge("weir_group_lag_records", "Records of a topic that a group has not committed.");
        int series = 0;
        double rest = 0;
        foreach (GroupListing group in groups.OrderBy(static g => g.GroupId, StringComparer.Ordinal))
        {
            IEnumerable<IGrouping<string, GroupOffsetView>> byTopic = GroupEndpoints.OffsetsOf(broker, group.GroupId)
                .GroupBy(static o => o.Topic).OrderBy(static t => t.Key, StringComparer.Ordinal);
            foreach (IGrouping<string, GroupOffsetView> topic in byTopic)
            {
                double lag = topic.Sum(static o => o.Lag ?? 0);
                if (series++ < QueueMetrics.SeriesMax)
                    writer.Sample("weir_group_lag_records", lag, "group", group.GroupId, "topic", topic.Key);
                else rest += lag;
            }
        }

        if (series > QueueMetrics.SeriesMax)
            writer.Sample("weir_group_lag_records", rest, "group", QueueMetrics.Other, "topic", QueueMetrics.Other);
    }
}
