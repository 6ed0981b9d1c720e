using Weir.Broker.Queues;

namespace Weir.Simulation.Brokers;

/// <summary>The end of a history: everything that is left comes out, once, and then there is nothing.</summary>
internal sealed class Draining(BrokerLife life, BrokerModel model, SimulatedLoop loop, List<string> trace)
{
    public async Task RunAsync()
    {
        // Whatever waits for its time is due by then, and what retention and compaction should take is gone.
        for (int i = 0; i < 4; i++)
        {
            model.Time.Advance(TimeSpan.FromSeconds(25));
            await loop.IdleAsync();
        }

        await life.CheckLastAsync();
        foreach (QueueModel queue in model.Queues.Values)
            if (life.Find(queue) is { } open) await DrainAsync(queue, open);
        await life.CheckAsync();
        foreach (QueueModel queue in model.Queues.Values)
        {
            if (life.Find(queue) is not { } open) continue;
            if (open.ReadyCount + open.InFlightCount + open.WaitingCount > 0)
                throw new HistoryException(
                    $"{queue.Name} is empty and counts {open.ReadyCount} ready, {open.InFlightCount} in flight and "
                    + $"{open.WaitingCount} waiting");
            if (queue.Copies.Values.FirstOrDefault(static c => c is { IsGone: false, IsRemoved: false, IsAdded: true })
                is { } left)
                throw new HistoryException($"{left} never came out");
        }

        if (life.Broker.Delays.PendingCount != 0)
            throw new HistoryException($"{life.Broker.Delays.PendingCount} delays are counted and none is left");
        await life.Broker.Store.CheckpointAsync(CancellationToken.None);
        await life.RestAsync();
        MemoryChecks.AtRest(life.Broker, model.Queues.Values.Select(life.Find).OfType<Queue>());
    }

    private async Task DrainAsync(QueueModel queue, Queue open)
    {
        int count = 0;
        using var settlements = new Settlements();
        while (await open.GetAsync<Taken>((in Delivery delivery) => Take(queue, open, delivery)) is { } taken)
        {
            settlements.Add(open, taken.Message);
            settlements.Commit(mayBlock: true);
            taken.Copy.IsRemoved = true;
            taken.Copy.IsInFlight = false;
            count++;
        }

        trace.Add($"{count} left in {queue.Name}");
        life.ThrowIfFailed();
    }

    private Taken Take(QueueModel queue, Queue open, in Delivery delivery)
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
    }
}
