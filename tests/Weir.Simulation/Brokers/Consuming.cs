using Weir.Broker.Queues;
using Weir.Storage;

namespace Weir.Simulation.Brokers;

/// <summary>Takes messages, one at a time or as a consumer, and settles them in every way there is.</summary>
internal sealed class Consuming(BrokerLife life, BrokerModel model, Random random, List<string> trace)
{
    private readonly List<(Queue Queue, QueueConsumer Consumer, SimulatedConsumer Sink)> _consumers = [];

    public async Task GetAsync()
    {
        QueueModel queue = Pick();
        if (life.Find(queue) is not { } open) return;
        for (int n = 1 + random.Next(3); n > 0; n--)
        {
            trace.Add($"get from {queue.Name}");
            Taken? taken = await open.GetAsync<Taken>((in Delivery delivery) =>
            {
                try
                {
                    Copy copy = model.Deliver(
                        queue, delivery.Record.Value, delivery.Message.Offset, delivery.IsRedelivered);
                    return new Taken(copy, open, delivery.Message, null);
                }
                catch (HistoryException e)
                {
                    life.Fail(e);
                    return null!;
                }
            });
            if (taken is null) return;
            trace.Add($"got {taken.Copy}");
            life.Take(taken);
        }
    }

    public Task ChangeConsumersAsync()
    {
        if (_consumers.Count > 0 && random.Next(2) == 0)
        {
            int at = random.Next(_consumers.Count);
            (Queue left, QueueConsumer gone, SimulatedConsumer sink) = _consumers[at];
            _consumers.RemoveAt(at);
            trace.Add($"a consumer of {left.Name} leaves");
            sink.IsGone = true;
            left.RemoveConsumer(gone);
            Taken[] held = [.. life.InFlight.Where(t => t.Consumer == sink)];
            life.InFlight.RemoveAll(t => t.Consumer == sink);
            return ReleaseAsync(held);
        }

        QueueModel queue = Pick();
        if (life.Find(queue) is not { } open) return Task.CompletedTask;
        var next = new SimulatedConsumer(model, queue, life, 1 + random.Next(5));
        var consumer = new QueueConsumer("c", random.Next(5) == 0, false, random.Next(2), next);
        trace.Add($"a consumer of {queue.Name} comes{(consumer.NoAck ? ", who settles nothing" : "")}");
        if (open.TryAddConsumer(consumer)) _consumers.Add((open, consumer, next));
        return Task.CompletedTask;
    }

    public Task SettleAsync()
    {
        Taken[] taken = TakeSome();
        trace.Add($"settle {string.Join(", ", taken.Select(static t => t.Copy))}");
        return random.Next(4) switch
        {
            0 => ReleaseAsync(taken),
            1 => RejectAsync(taken),
            _ => AcceptAsync(taken),
        };
    }

    /// <summary>Settles some and publishes some, as one change.</summary>
    public async Task TransactAsync(Publishing publishing)
    {
        Taken[] taken = TakeSome();
        using var settlements = new Settlements();
        using var batch = new PublishBatch();
        var change = new Change();
        publishing.Fill(batch, change);
        foreach (Taken each in taken) settlements.Add(each.Queue, each.Message);
        change.Removed.AddRange(taken.Select(static t => t.Copy));
        model.Changes.Add(change);
        foreach (Copy copy in change.Removed) copy.IsRemoved = true;
        if (!batch.TryCommitWith(settlements, out CommitPoint point))
            throw new HistoryException("queues of one namespace lie in two shards");
        trace.Add($"transact {change}, frame {point.Lsn}");
        foreach (Copy copy in change.Removed) copy.RemovalLsn = point.Lsn;
        if (point.Shard is not null) await life.AwaitAsync(point, isSynced: true);
        foreach (Copy copy in change.Added) copy.IsAdded = true;
        Done(taken);
    }

    private async Task AcceptAsync(Taken[] taken)
    {
        bool isSynced = random.Next(3) == 0;
        using var settlements = new Settlements();
        foreach (Taken each in taken)
        {
            settlements.Add(each.Queue, each.Message);
            each.Copy.IsRemoved = true;
            each.Copy.IsInFlight = false;
        }

        settlements.Commit(isSynced ? Durability.Fsync : Durability.Os, mayBlock: true);
        if (taken.Length == 0) return;
        long lsn = await life.CommittedAsync(isSynced);
        foreach (Taken each in taken) each.Copy.RemovalLsn = Math.Min(lsn, each.Copy.RemovalLsn);
        Done(taken);
    }

    private async Task ReleaseAsync(Taken[] taken)
    {
        foreach (Taken each in taken)
        {
            model.Release(each.Copy);
            each.Copy.ReleaseLsn = long.MaxValue;
            each.Queue.Release(each.Message);
        }

        foreach (Queue queue in taken.Select(static t => t.Queue).Distinct()) queue.Wake();

        if (taken.Length == 0) return;
        long lsn = await life.CommittedAsync(isSynced: false);
        foreach (Taken each in taken) each.Copy.ReleaseLsn = lsn;
        Done(taken);
    }

    private static Task RejectAsync(Taken[] taken)
    {
        foreach (Taken each in taken)
        {
            each.Copy.IsInFlight = false;
            each.Copy.IsDying = true;
            each.Copy.IsCountKnown = true;
            each.Queue.Reject(each.Message);
        }

        Done(taken);
        return Task.CompletedTask;
    }

    private static void Done(Taken[] taken)
    {
        foreach (Taken each in taken) each.Consumer?.Settled(each.Queue);
    }

    private Taken[] TakeSome()
    {
        var some = new List<Taken>();
        for (int i = life.InFlight.Count - 1; i >= 0; i--)
        {
            if (random.Next(2) == 0) continue;
            some.Add(life.InFlight[i]);
            life.InFlight.RemoveAt(i);
        }

        return [.. some];
    }

    private QueueModel Pick() => model.Queues.Values.ElementAt(random.Next(model.Queues.Count));
}
