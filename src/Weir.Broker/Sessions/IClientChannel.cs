using Weir.Broker.Queues;

namespace Weir.Broker.Sessions;

/// <summary>
/// A conversation inside a connection, for protocols that have such a thing. A protocol session implements it; read at
/// any time by any thread, so every figure is a moment's.
/// </summary>
public interface IClientChannel
{
    int Number { get; }

    /// <summary>How publishes are answered: <c>none</c>, <c>confirm</c> or <c>transaction</c>.</summary>
    string Mode { get; }

    /// <summary>Unsettled deliveries a consumer to come may hold; 0 is no limit.</summary>
    int Prefetch { get; }

    /// <summary>Unsettled deliveries of all consumers together; 0 is no limit.</summary>
    int Limit { get; }

    /// <summary>Deliveries that wait for the client to settle them.</summary>
    int Unsettled { get; }

    /// <summary>Its consumers with their queues.</summary>
    IReadOnlyList<(Queue Queue, QueueConsumer Consumer)> Consumers { get; }
}
