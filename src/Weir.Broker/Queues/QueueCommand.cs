namespace Weir.Broker.Queues;

/// <summary>Something that only the dispatcher may do to a queue; it runs between deliveries.</summary>
internal abstract class QueueCommand
{
    public abstract ValueTask RunAsync(Dispatcher dispatcher);
}
