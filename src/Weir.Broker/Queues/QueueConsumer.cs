using Weir.Broker.Sessions;

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

    /// <summary>Whose consumer it is; null when it belongs to no connection.</summary>
    public ClientConnection? Connection { get; init; }

    /// <summary>The channel of the connection, 0 where the protocol has none.</summary>
    public int Channel { get; init; }

    /// <summary>Unsettled deliveries it may hold; 0 is no limit.</summary>
    public int Prefetch { get; init; }

    /// <summary>Something was delivered to it in this run. For its queue's dispatcher.</summary>
    internal bool IsTouched { get; set; }
}
