namespace Weir.Broker.Queues;

/// <summary>The topic has got partitions: the queue reads them as well from now on.</summary>
internal sealed class ExtendCommand : QueueCommand
{
    public override ValueTask RunAsync(Dispatcher dispatcher)
    {
        if (!dispatcher.IsDeleted) dispatcher.Messages.Extend();
        return default;
    }
}
