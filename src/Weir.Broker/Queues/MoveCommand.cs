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
        var moved = new List<long>();
        foreach (long offset in offsets)
        {
            if (!source.TryTakeOut(offset)) continue;
            if (await dispatcher.Messages.SeekAsync(source, offset) && Copy(dispatcher, source, offset, copies))
                moved.Add(offset);
            else source.Release(offset);
        }

        await CommitAsync(dispatcher, source, copies, moved);
        return moved.Count;
    }

    private bool Copy(Dispatcher dispatcher, Lane source, long offset, PublishBatch copies) =>
        dispatcher.Messages.TryDescribe(source, true, offset, out Delivery delivery) && move(copies, delivery);

    private static async ValueTask CommitAsync(
        Dispatcher dispatcher, Lane source, PublishBatch copies, List<long> moved)
    {
        if (moved.Count == 0) return;
        using var settled = new Settlements();
        foreach (long offset in moved) settled.Add(dispatcher.Queue, source, offset, offset + 1);
        try
        {
            if (copies.TryCommitWith(settled, out CommitPoint point))
            {
                await WaitAsync(point);
                return;
            }

            var points = new List<CommitPoint>();
            copies.Commit(points);
            foreach (CommitPoint each in points) await WaitAsync(each);
            settled.Commit(Durability.Fsync);
        }
        catch (StorageFailedException)
        {
            foreach (long offset in moved) source.Release(offset);
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
