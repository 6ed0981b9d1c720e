using Weir.Broker.Queues;
using Weir.Broker.Topics;

namespace Weir.Simulation.Brokers;

/// <summary>
/// Moves dead letters on to another queue, as an operator does: each is in the one place or the other.
/// </summary>
internal sealed class Redriving(BrokerLife life, BrokerModel model, Random random, List<string> trace)
{
    private const int OffsetsMax = 5;

    private static readonly string[] Kinds = ["short", "work"];

    public async Task MoveAsync()
    {
        string kind = Kinds[random.Next(Kinds.Length)];
        (QueueModel from, QueueModel to) = (model.Queues[$"dead-{kind}"], model.Queues[$"dead-again-{kind}"]);
        Queue source = life.Find(from)!;
        Partition target = life.Find(to)!.Topic.Partitions[0];
        long start = source.Topic.Partitions[0].Log.StartOffset;
        int count = (int)Math.Min(OffsetsMax, source.Topic.Partitions[0].Log.ReadableEnd - start);
        if (count == 0) return;
        var change = new Change();
        model.Changes.Add(change);
        int moved = await source.MoveAsync(
            0, [.. Enumerable.Range(0, count).Select(i => start + i)], (PublishBatch copies, in Delivery delivery) =>
            {
                // The move before failed with the storage, and gave back what the model counts as moved.
                if (life.IsOver) return false;
                try
                {
                    Move(from, to, delivery, change);
                }
                catch (HistoryException e)
                {
                    life.Fail(e);
                    return false;
                }

                return copies.AddMoved(target, model.Time.NowMs, "k"u8, delivery.Record.Value, default, 0);
            });
        trace.Add($"moved {change}");
        if (moved != change.Removed.Count)
            throw new HistoryException($"{moved} were moved, of {change.Removed.Count} asked for");
        foreach (Copy copy in change.Added) copy.IsAdded = true;
        foreach (Copy copy in change.Removed)
        {
            if (!copy.IsRemoved) throw new HistoryException($"{copy} was moved, and delivered meanwhile");
            copy.RemovalLsn = 0;
            copy.IsMoving = false;
        }
    }

    private void Move(QueueModel from, QueueModel to, in Delivery delivery, Change change)
    {
        Copy copy = model.See(from, model.Check(delivery.Record.Value, from.Name));
        if (copy.IsGone || copy.IsRemoved || copy.IsInFlight) throw new HistoryException($"{copy} is not to be moved");
        Copy moved = BrokerModel.Add(copy.Message, to);
        if (moved.IsAdded) throw new HistoryException($"{copy} is moved again");
        // A crash undid the move before.
        moved.IsGone = false;
        copy.IsAdded = true;
        copy.IsRemoved = true;
        copy.IsMoving = true;
        change.Removed.Add(copy);
        change.Added.Add(moved);
    }
}
