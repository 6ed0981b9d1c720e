namespace Weir.Broker.Queues;

/// <summary>
/// Takes a consumer's deliveries; a protocol session implements it. Called by the queue's dispatcher, one call at a
/// time per queue but for many queues at once. It must not block.
/// </summary>
public interface IDeliverySink
{
    /// <summary>
    /// Takes one unit of the consumer's credit; false when there is none, or the connection's output is full. The sink
    /// calls <see cref="Queue.Wake"/> when that changes.
    /// </summary>
    bool TryTakeCredit(QueueConsumer consumer);

    /// <summary>The credit was taken for a message that turned out to be gone.</summary>
    void ReturnCredit(QueueConsumer consumer);

    /// <summary>
    /// Sends the message. Credit was taken before; false when the consumer has gone, and its credit with it.
    /// </summary>
    bool TryDeliver(QueueConsumer consumer, in Delivery delivery);

    /// <summary>Deliveries that the consumer has not settled; a moment's figure, asked for by any thread.</summary>
    int UnsettledOf(QueueConsumer consumer);

    /// <summary>What was delivered since the last call may go to the client.</summary>
    void Flush();

    /// <summary>The queue was deleted, or its consumer replaced: tell the client.</summary>
    void OnCancelled(QueueConsumer consumer);
}
