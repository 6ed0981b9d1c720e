using Weir.Broker;
using Weir.Broker.Sessions;

namespace Weir.Admin.Metrics;

/// <summary>Connections and what they carried.</summary>
internal sealed class SessionMetrics(MessageBroker broker) : IMetricSource
{
    public void Write(IMetricWriter writer)
    {
        writer.Gauge("weir_connections", "Open connections by protocol.");
        foreach (IGrouping<string, ClientConnection> group in broker.Connections.All.GroupBy(static c => c.Protocol))
            writer.Sample("weir_connections", group.Count(), "protocol", group.Key);
        writer.Counter("weir_connections_opened_total", "Connections opened since the start.");
        writer.Sample("weir_connections_opened_total", broker.Connections.Opened);
        writer.Gauge("weir_channels", "Open channels.");
        writer.Sample("weir_channels", broker.Connections.All.Sum(static c => c.ChannelCount));
        writer.Gauge("weir_waiting_connections", "Connections that wait for memory before they may publish on.");
        writer.Sample(
            "weir_waiting_connections", broker.Connections.All.Count(static c => c.WaitsFor == SessionWait.Room));
        SessionTotals totals = broker.Connections.Totals;
        writer.Counter("weir_received_bytes_total", "Bytes received from clients.");
        writer.Sample("weir_received_bytes_total", totals.BytesReceived);
        writer.Counter("weir_sent_bytes_total", "Bytes sent to clients.");
        writer.Sample("weir_sent_bytes_total", totals.BytesSent);
        writer.Counter("weir_published_messages_total", "Messages that clients published.");
        writer.Sample("weir_published_messages_total", totals.Published);
        writer.Counter("weir_delivered_messages_total", "Messages handed to consumers of queues.");
        writer.Sample("weir_delivered_messages_total", totals.Delivered);
    }
}
