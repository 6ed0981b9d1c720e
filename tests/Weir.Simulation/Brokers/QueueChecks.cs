namespace Weir.Simulation.Brokers;

/// <summary>
/// Holds what queues hold against the model: while the broker runs, at a moment when nothing moves, and when a life has
/// ended and the next has found what is left.
/// </summary>
internal sealed class QueueChecks(BrokerModel model)
{
    /// <summary>Nothing is lost, invented, doubled, early, or in two places.</summary>
    public void WhileRunning(IReadOnlyDictionary<string, List<Found>> all)
    {
        foreach (QueueModel queue in Present(all))
        {
            Dictionary<int, Found> found = Index(queue, all[queue.Name]);
            foreach (Copy copy in queue.Copies.Values)
            {
                bool isThere = found.ContainsKey(copy.Message.Id);
                if (!isThere && !copy.IsGone && !copy.IsRemoved && MayBeDead(copy)) Bury(copy);
                else if (Differs(copy, isThere) is { } wrong) throw new HistoryException($"{copy} {wrong}");
            }

            int ready = found.Count - queue.Copies.Values.Count(static c => c.IsInFlight);
            if (queue.IsCut && ready > queue.Options.LengthMax)
                throw new HistoryException(
                    $"{queue.Name} holds {ready} ready of {string.Join(", ", found.Values)}, and may hold "
                    + $"{queue.Options.LengthMax}");
        }
    }

    /// <summary>What the crash left must be what the model allows; the model goes on from it.</summary>
    public void AfterRestart(IReadOnlyDictionary<string, List<Found>> all, LifeEnd end)
    {
        long durable = end switch
        {
            LifeEnd.Close or LifeEnd.CloseWithCheckpoint => long.MaxValue,
            LifeEnd.PowerLoss or LifeEnd.FailedSync => model.SyncedLsn,
            _ => model.WrittenLsn,
        };
        Dictionary<string, Dictionary<int, Found>> found = [];
        foreach (QueueModel queue in Present(all)) found[queue.Name] = Index(queue, all[queue.Name]);
        foreach (Change change in model.Changes) CheckWhole(change, found);
        foreach (QueueModel queue in Present(all))
            foreach (Copy copy in queue.Copies.Values)
                Resolve(copy, found[queue.Name].ContainsKey(copy.Message.Id), durable);
    }

    private IEnumerable<QueueModel> Present(IReadOnlyDictionary<string, List<Found>> all) =>
        model.Queues.Values.Where(q => all.ContainsKey(q.Name));

    /// <summary>The unsettled ones. Looks at their order as well.</summary>
    private Dictionary<int, Found> Index(QueueModel queue, List<Found> found)
    {
        var index = new Dictionary<int, Found>();
        var seen = new HashSet<int>();
        int last = -1;
        foreach (Found each in found)
        {
            if (!seen.Add(each.Id)) throw new HistoryException($"{queue.Name}: message {each.Id} is there twice");
            Copy copy = model.See(queue, each.Id);
            if (queue.IsInOrder && copy.DueMs == 0)
            {
                if (each.Id < last)
                    throw new HistoryException($"{queue.Name}: message {each.Id} comes after {last}");
                last = each.Id;
            }

            if (!each.IsSettled) index.Add(each.Id, each);
        }

        return index;
    }

    private string? Differs(Copy copy, bool isThere)
    {
        bool isDue = model.Time.NowMs >= copy.DueMs;
        return (isThere, copy) switch
        {
            (true, { IsGone: true }) => "is gone, and there",
            (true, { IsRemoved: true }) => "is settled, and there",
            (true, _) when !isDue => "is there early",
            (true, { DeadLetter: not null }) => "is there, and its dead letter too",
            (true, { IsDying: true, IsCountKnown: true }) => "should have died",
            (false, { IsGone: false, IsRemoved: false, IsAdded: true }) when isDue => "is lost",
            _ => null,
        };
    }

    /// <summary>It is not there any more, which may be; then its dead letter must be.</summary>
    private void Bury(Copy copy)
    {
        if (copy.Queue.DeadQueue is { } dead && copy.DeadLetter is null && model.Queues[dead].Exists == true)
            throw new HistoryException($"{copy} died, and is not in {dead}");
        copy.IsInFlight = false;
        // A dead letter is durable, and so is what goes with it; without one it was settled as if accepted.
        copy.IsGone = copy.DeadLetter is not null;
        copy.IsRemoved = true;
        copy.IsDying = false;
    }

    private bool MayBeDead(Copy copy) =>
        copy.DeadLetter is not null || copy.IsDying || copy.Queue.MayDie(copy, model.Time.NowMs);

    private void Resolve(Copy copy, bool isThere, long durable)
    {
        bool wasRemoved = copy.IsRemoved;
        bool isDue = model.Time.NowMs >= copy.DueMs;
        if (isThere)
        {
            if (copy.IsGone) throw new HistoryException($"{copy} came back");
            if (wasRemoved && copy.RemovalLsn <= durable)
                throw new HistoryException($"{copy} was settled durably and came back");
            if (!isDue) throw new HistoryException($"{copy} is there early, after a restart");
            if (copy.DeadLetter is not null) throw new HistoryException($"{copy} came back from the dead");
            copy.IsAdded = true;
            copy.IsRemoved = false;
            copy.RemovalLsn = long.MaxValue;
            copy.IsDying = false;
        }
        else if (!copy.IsGone && isDue)
        {
            if (!wasRemoved && copy.IsAdded && MayBeDead(copy)) Bury(copy);
            // A move that failed with the storage gave it back, and may have been stored: CheckWhole looks for it.
            else if (!wasRemoved && copy is { IsAdded: true, IsMoving: false })
                throw new HistoryException($"{copy} is lost");
            copy.IsGone = true;
        }

        copy.IsInFlight = false;
        copy.IsMoving = false;
        copy.IsCountKnown &= copy.ReleaseLsn <= durable;
        if (copy.ReleaseLsn > durable) copy.RetryMs = 0;
        copy.ReleaseLsn = 0;
    }

    private bool WasDeleted(Copy copy) => model.Queues.GetValueOrDefault(copy.Queue.Name) != copy.Queue;

    private void CheckWhole(Change change, Dictionary<string, Dictionary<int, Found>> found)
    {
        bool? isDone = null;
        foreach (Copy copy in change.Added)
        {
            if (copy.IsRemoved || copy.IsGone || copy.DueMs > model.Time.NowMs || MayBeDead(copy)) continue;
            if (WasDeleted(copy) || copy.IsSentAgain) continue;
            if (found.TryGetValue(copy.Queue.Name, out var there)) Agree(there.ContainsKey(copy.Message.Id), copy);
        }

        foreach (Copy copy in change.Removed)
        {
            if (copy.IsGone || MayBeDead(copy) || WasDeleted(copy)) continue;
            if (found.TryGetValue(copy.Queue.Name, out var there)) Agree(!there.ContainsKey(copy.Message.Id), copy);
        }

        void Agree(bool done, Copy copy)
        {
            if (isDone is not null && isDone != done)
                throw new HistoryException($"a change was done in part: {change}; {copy} {(done ? "was" : "was not")}");
            isDone = done;
        }
    }
}
