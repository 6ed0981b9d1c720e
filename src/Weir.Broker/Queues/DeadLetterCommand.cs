namespace Weir.Broker.Queues;

/// <summary>Writes the dead letters of a message into somebody else's change, and leaves settling to that.</summary>
internal sealed class DeadLetterCommand(MessageRef message, DeathReason reason, PublishBatch target) : QueueCommand
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    public override async ValueTask RunAsync(Dispatcher dispatcher)
    {
        try
        {
            if (!dispatcher.IsDeleted) await dispatcher.Removals.WriteDeadLetterAsync(message, reason, target);
            _done.SetResult();
        }
        catch (Exception e)
        {
            _done.SetException(e);
        }
    }
}
