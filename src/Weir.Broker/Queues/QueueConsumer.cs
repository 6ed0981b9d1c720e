namespace Weir.Broker.Queues;

/// <summary>A consumer of a queue.</summary>
/// <param name="Tag">Names it on its channel.</param>
/// <param name="NoAck">Deliveries are settled when sent.</param>
/// <param name="IsExclusive">No other consumer may join.</param>
/// <param name="Priority">Higher ones are served first, as long as they have credit.</param>
/// <param name="Sink">Where deliveries go.</param>
public sealed record QueueConsumer(string Tag, bool NoAck, bool IsExclusive, int Priority, IDeliverySink Sink)
{
    /// <summary>For the sink's own use: what it counts of this consumer.</summary>
    public object? Session { get; init; }
}
