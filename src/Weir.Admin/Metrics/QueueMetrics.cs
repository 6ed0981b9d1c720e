using Weir.Broker;
using Weir.Broker.Queues;

namespace Weir.Admin.Metrics;

/// <summary>
/// Depths and counters of queues. The first <see cref="SeriesMax"/> by name have series of their own; the rest are
/// added up under the queue <c>_other</c>, so that a scrape stays small however many queues there are.
/// </summary>
internal sealed class QueueMetrics(MessageBroker broker) : IMetricSource
{
    public const int SeriesMax = 1_000;

    /// <summary>Stands for what has no series of its own.</summary>
    public const string Other = "_other";

    private static readonly (string Name, string Type, string Help, Func<Queue, double> Value)[] Families =
    [
        ("weir_queue_ready_messages", "gauge", "Messages that could be handed out.", static q => q.ReadyCount),
        ("weir_queue_in_flight_messages", "gauge", "Messages handed out and not settled.", static q => q.InFlightCount),
        ("weir_queue_consumers", "gauge", "Consumers.", static q => q.ConsumerCount),
        ("weir_queue_delivered_total", "counter", "Deliveries.", static q => q.Counters.Delivered),
        ("weir_queue_settled_total", "counter", "Messages settled.", static q => q.Counters.Settled),
        ("weir_queue_released_total", "counter", "Messages given back.", static q => q.Counters.Released),
        ("weir_queue_died_total", "counter", "Messages rejected, expired or delivered too often.",
            static q => q.Counters.Died),
    ];

    public void Write(IMetricWriter writer)
    {
        Queue[] queues =
        [
            .. broker.Queues.All.OrderBy(static q => q.Topic.Namespace, StringComparer.Ordinal)
                .ThenBy(static q => q.Name, StringComparer.Ordinal),
        ];
        writer.Gauge("weir_queues", "Queues, and streams consumed as one.");
        writer.Sample("weir_queues", queues.Length);
        foreach ((string name, string type, string help, Func<Queue, double> value) in Families)
        {
            writer.Family(name, type, help);
            foreach (Queue queue in queues.AsSpan(0, Math.Min(SeriesMax, queues.Length)))
                writer.Sample(name, value(queue), "namespace", queue.Topic.Namespace, "queue", queue.Name);
            if (queues.Length > SeriesMax)
                writer.Sample(name, queues[SeriesMax..].Sum(value), "namespace", Other, "queue", Other);
        }
    }
}
