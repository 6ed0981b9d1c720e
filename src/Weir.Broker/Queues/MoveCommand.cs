using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker.Queues;

/// <summary>
/// Publishes chosen messages elsewhere and settles them here: one change, so each is there exactly once, where both
/// lie in one shard. Where they do not, the copy is durable first; a crash in between leaves the message in both.
/// </summary>
internal sealed class MoveCommand(int lane, IReadOnlyList<long> offsets, MessageMover move) : QueueCommand
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> Task => _done.Task;

    public override async ValueTask RunAsync(Dispatcher dispatcher)
    {
        try
        {
            _done.SetResult(dispatcher.IsDeleted ? 0 : await MoveAsync(dispatcher));
        }
        catch (Exception e) when (e is DamagedDataException or IOException or StorageFailedException)
        {
            _done.SetException(e);
        }
    }

    private async ValueTask<int> MoveAsync(Dispatcher dispatcher)
    {
        Lane source = dispatcher.Messages[lane];
        using var copies = new PublishBatch();
        var moved = new List<MessageRef>();
        foreach (long offset in offsets)
        {
            if (await dispatcher.Messages.SeekAsync(source, offset)) Copy(dispatcher, source, offset, copies, moved);
        }

        await CommitAsync(dispatcher, source, copies, moved);
        return moved.Count;
    }

    private void Copy(
        Dispatcher dispatcher, Lane source, long offset, PublishBatch copies, List<MessageRef> moved)
    {
        if (!dispatcher.Messages.TryDescribe(source, true, offset, out Delivery delivery)) return;
        if (!source.TryTakeOut(delivery.Message)) return;
        if (move(copies, delivery)) moved.Add(delivery.Message);
        else source.Released.Add(delivery.Message);
    }

    private static async ValueTask CommitAsync(
        Dispatcher dispatcher, Lane source, PublishBatch copies, List<MessageRef> moved)
    {
        if (moved.Count == 0) return;
        using var settled = new Settlements();
        foreach (MessageRef each in moved) settled.Add(dispatcher.Queue, source, each.Offset, each.Offset + 1);
        try
        {
            if (copies.TryCommitWith(settled, out CommitPoint point))
            {
                await WaitAsync(point);
                return;
            }

            var points = new List<CommitPoint>();
            copies.Commit(points);
            foreach (CommitPoint commit in points) await WaitAsync(commit);
            settled.Commit(Durability.Fsync);
        }
        catch (StorageFailedException)
        {
            foreach (MessageRef each in moved) source.Released.Add(each);
            throw;
        }
    }

    private static async ValueTask WaitAsync(CommitPoint point)
    {
        if (point.Shard is null || point.IsDurable) return;
        if (await point.Shard.WaitAsync(point.Lsn, new CommitWaiter()) != Storage.Commit.Done)
            throw new StorageFailedException($"{point.Shard.Id} is not writable: its last commit failed");
    }
}
