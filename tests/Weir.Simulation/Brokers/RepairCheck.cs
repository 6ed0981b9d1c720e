using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Storage.Repair;
using Weir.Testing.Files;

namespace Weir.Simulation.Brokers;

/// <summary>
/// A damaged data directory is repaired: it starts without a complaint then, takes writes in every shard, hands out
/// what it has and nothing wrong, and there is nothing more to repair.
/// </summary>
internal sealed class RepairCheck(FaultyFileSystem files, BrokerModel model, SimulatedLoop loop)
{
    /// <param name="mayLack">What lacks may be a write that a kill cut short.</param>
    public async Task<string> RunAsync(bool mayLack)
    {
        RepairReport report;
        try
        {
            report = await DirectoryRepair.RunAsync(files, new BrokerRepairState(), "damaged", default);
        }
        catch (DamagedDataException e) when (e.Message.Contains("catalog", StringComparison.Ordinal))
        {
            return "cannot be repaired";
        }

        await using (EmbeddedEngine engine =
            await EmbeddedEngine.OpenAsync(files, SimulatedOptions.Engine(loop, true), default))
        {
            await using MessageBroker broker = await DamagedStart.OpenAsync(engine, model, loop);
            string[] damages = [.. engine.Damages, .. broker.Store.Damages.Select(static d => d.Message)];
            if (damages.Length > 0) throw new HistoryException($"damaged after the repair: {damages[0]}");
            mayLack |= report.Lost.Count + report.Forgotten.Count > 0;
            foreach (QueueModel queue in model.Queues.Values)
            {
                if (broker.Queues.Find(BrokerSetup.Ns, queue.Name) is not { } found)
                {
                    if (!mayLack) throw new HistoryException($"{queue.Name} is gone, and nothing was said");
                    continue;
                }

                HashSet<int> there = await DrainAsync(found);
                if (!mayLack) DamagedStart.CheckAll(model, queue, there);
            }

            await broker.Store.CheckpointAsync(default);
        }

        RepairReport again = await DirectoryRepair.RunAsync(files, new BrokerRepairState(), "again", default);
        if (again.Damages.Count > 0) throw new HistoryException($"still damaged: {again.Damages[0]}");
        return report.Damages.Count == 0 ? "had nothing to repair"
            : report.Lost.Count + report.Forgotten.Count == 0 ? "repaired without loss" : "repaired";
    }

    /// <summary>What it had that was not settled.</summary>
    private async Task<HashSet<int>> DrainAsync(Queue queue)
    {
        HashSet<int> there =
            [.. (await QueueReading.ReadAsync(queue, model)).Where(static f => !f.IsSettled).Select(static f => f.Id)];
        using var settlements = new Settlements();
        int rounds = 0;
        while (await queue.GetAsync<Taken>((in Delivery delivery) => Take(queue, delivery)) is { } taken)
        {
            settlements.Add(queue, taken.Message);
            settlements.Commit();
            if (++rounds > 100_000) throw new HistoryException($"{queue.Name} has no end");
        }

        await loop.IdleAsync();
        if (queue.ReadyCount != 0)
            throw new HistoryException($"{queue.Name} counts {queue.ReadyCount} ready and gives none");
        return there;
    }

    private Taken Take(Queue queue, in Delivery delivery)
    {
        model.Check(delivery.Record.Value, queue.Name);
        return new Taken(null!, queue, delivery.Message, null);
    }
}
