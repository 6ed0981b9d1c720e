using Weir.Amqp.Sessions;
using Weir.Amqp.Wire;
using Weir.Broker;
using Weir.Broker.Delays;
using Weir.Broker.Routing;
using Weir.Broker.Topics;
using Weir.Wire.Records;

namespace Weir.Amqp;

/// <summary>
/// Routes messages that have waited at an <c>x-delayed-message</c> exchange by what it is bound to now. A delay is over
/// once: the header x-delay was negated when the message was published, so that no other such exchange waits again.
/// </summary>
internal sealed class DelayedRouting(MessageBroker broker) : IDelayedRouting
{
    public void Route(string ns, ReadOnlySpan<byte> exchange, in RecordView record, List<Partition> into)
    {
        var route = new RouteResult();
        RecordMapping.TryReadOriginal(record, out _, out ReadOnlySpan<byte> raw);
        BasicProperties.TryRead(raw, out BasicProperties properties);
        broker.Exchanges.RouterOf(ns).RouteDue(exchange, record.Key, new PublishHeaders(properties), route);
        int priority = properties.Priority ?? 0;
        foreach (Topic topic in route.Targets) into.Add(KeyPartitioner.Pick(topic, record.Key, priority));
    }
}
