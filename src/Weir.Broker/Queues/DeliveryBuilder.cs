namespace Weir.Broker.Queues;

/// <summary>Makes the protocol's form of a message while its bytes are valid.</summary>
public delegate T DeliveryBuilder<out T>(in Delivery delivery);
