namespace Weir.Broker.Queues;

/// <summary>Takes the messages out that have died of age at the head of the queue.</summary>
internal sealed class ExpireCommand : QueueCommand
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    public override async ValueTask RunAsync(Dispatcher dispatcher)
    {
        try
        {
            if (dispatcher.IsDeleted) return;
            dispatcher.BeginSweep();
            await dispatcher.Removals.ExpireHeadsAsync();
        }
        finally
        {
            _done.SetResult();
        }
    }
}
