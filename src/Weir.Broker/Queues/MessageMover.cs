namespace Weir.Broker.Queues;

/// <summary>Adds a message to the batch for wherever it goes; false leaves it where it is.</summary>
public delegate bool MessageMover(PublishBatch batch, in Delivery delivery);
