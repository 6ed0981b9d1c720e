namespace Weir.Broker.Queues;

/// <summary>Takes the messages out that have died of age at the head of the queue.</summary>
internal sealed class ExpireCommand : QueueCommand
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    public override async ValueTask RunAsync(Queue queue)
    {
        try
        {
            if (!queue.IsDeleted) await queue.ExpireHeadAsync();
        }
        finally
        {
            _done.SetResult();
        }
    }
}
