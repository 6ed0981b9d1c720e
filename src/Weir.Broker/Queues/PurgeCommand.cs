namespace Weir.Broker.Queues;

/// <summary>Settles everything that is ready.</summary>
internal sealed class PurgeCommand : QueueCommand
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<long> Task => _done.Task;

    public override ValueTask RunAsync(Dispatcher dispatcher)
    {
        try
        {
            _done.SetResult(dispatcher.Removals.Purge());
        }
        catch (Storage.StorageFailedException e)
        {
            _done.SetException(e);
        }

        return default;
    }
}
