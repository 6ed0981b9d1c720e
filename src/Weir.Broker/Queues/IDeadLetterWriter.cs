namespace Weir.Broker.Queues;

/// <summary>
/// Publishes dead messages, in the form of the protocol that knows dead-letter exchanges. Thread-safe.
/// </summary>
public interface IDeadLetterWriter
{
    /// <summary>Adds the message to the batch for wherever its queue's dead-letter exchange routes it.</summary>
    void Write(PublishBatch batch, in Delivery delivery, DeathReason reason);
}
