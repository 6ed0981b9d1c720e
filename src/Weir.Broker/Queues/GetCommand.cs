using Weir.Broker.Tracing;
using Weir.Storage;

namespace Weir.Broker.Queues;

/// <summary>Takes one message.</summary>
internal sealed class GetCommand<T>(DeliveryBuilder<T> build, ITracedClient? by) : QueueCommand
    where T : class
{
    private readonly TaskCompletionSource<T?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T?> Task => _done.Task;

    public override async ValueTask RunAsync(Dispatcher dispatcher)
    {
        T? built = null;
        try
        {
            if (!dispatcher.IsDeleted)
            {
                QueueMessages messages = dispatcher.Messages;
                await messages.FindAsync((lane, wasReleased, offset) =>
                {
                    if (!messages.TryDescribe(lane, wasReleased, offset, out Delivery delivery)) return false;
                    if (dispatcher.Removals.BuryIfExpired(lane, wasReleased, delivery)) return false;
                    if (!wasReleased) lane.Take(delivery.Message.Offset);
                    built = build(delivery);
                    lane.Partition.Trace?.Delivered(delivery.Message.Offset, by, delivery.Releases + 1);
                    dispatcher.Counters.Delivered++;
                    return true;
                });
                dispatcher.Removals.Commit();
                messages.NoteProgress();
            }

            _done.SetResult(built);
        }
        catch (Exception e) when (e is DamagedDataException or IOException or StorageFailedException)
        {
            _done.SetException(e);
        }
    }
}
