using Weir.Broker.Queues;

namespace Weir.Simulation.Brokers;

/// <summary>A delivery that is to be settled.</summary>
internal sealed record Taken(Copy Copy, Queue Queue, MessageRef Message, SimulatedConsumer? Consumer);
