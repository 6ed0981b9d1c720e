namespace Weir.Broker.Queues;

/// <summary>Settles everything that is ready.</summary>
internal sealed class PurgeCommand : QueueCommand
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<long> Task => _done.Task;

    public override ValueTask RunAsync(Queue queue)
    {
        try
        {
            _done.SetResult(queue.PurgeNow());
        }
        catch (Storage.StorageFailedException e)
        {
            _done.SetException(e);
        }

        return default;
    }
}
