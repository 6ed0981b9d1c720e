using Weir.Broker;
using Weir.Broker.Topics;

namespace Weir.Admin.Metrics;

/// <summary>Records and bytes of topics, bounded as <see cref="QueueMetrics"/> is.</summary>
internal sealed class TopicMetrics(MessageBroker broker) : IMetricSource
{
    private static readonly (string Name, string Type, string Help, Func<Topic, double> Value)[] Families =
    [
        ("weir_topic_published_total", "counter", "Records appended since the topic was made.",
            static t => t.Partitions.Sum(static p => p.Log.NextOffset)),
        ("weir_topic_records", "gauge", "Records from the start to the end of the logs.",
            static t => t.Partitions.Sum(static p => p.Log.ReadableEnd - p.Log.StartOffset)),
        ("weir_topic_bytes", "gauge", "Bytes of segments and tails.",
            static t => t.Partitions.Sum(static p => p.Log.SizeBytes)),
    ];

    public void Write(IMetricWriter writer)
    {
        Topic[] topics =
        [
            .. broker.Topics.All.OrderBy(static t => t.Namespace, StringComparer.Ordinal)
                .ThenBy(static t => t.Name, StringComparer.Ordinal),
        ];
        writer.Gauge("weir_topics", "Topics, queues among them.");
        writer.Sample("weir_topics", topics.Length);
        foreach ((string name, string type, string help, Func<Topic, double> value) in Families)
        {
            writer.Family(name, type, help);
            foreach (Topic topic in topics.AsSpan(0, Math.Min(QueueMetrics.SeriesMax, topics.Length)))
                writer.Sample(name, value(topic), "namespace", topic.Namespace, "topic", topic.Name);
            if (topics.Length > QueueMetrics.SeriesMax)
            {
                double rest = topics[QueueMetrics.SeriesMax..].Sum(value);
                writer.Sample(name, rest, "namespace", QueueMetrics.Other, "topic", QueueMetrics.Other);
            }
        }
    }
}
