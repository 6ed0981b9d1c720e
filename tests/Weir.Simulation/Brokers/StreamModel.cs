namespace Weir.Simulation.Brokers;

/// <summary>
/// A topic that idempotent producers write to, one a partition, and the offsets that a group committed in it.
/// </summary>
internal sealed class StreamModel
{
    public const string Name = "events";
    public const string Group = "readers";
    public const int Partitions = 3;

    /// <summary>By partition, in the order of their sequences.</summary>
    public List<SentBatch>[] Sent { get; } = [[], [], []];

    public int[] NextSequence { get; } = new int[Partitions];

    /// <summary>The last commit of the group that was acknowledged; -1 before the first.</summary>
    public long[] Committed { get; } = [.. Enumerable.Repeat(-1L, Partitions)];

    /// <summary>A commit whose outcome is not known; -1 for none.</summary>
    public long[] Committing { get; } = [.. Enumerable.Repeat(-1L, Partitions)];

    /// <summary>Each key is of one partition, so the order of a partition is that of each of its keys.</summary>
    public static string KeyOf(int id, int partition) => $"key-{partition + (Partitions * (id % 2))}";

    /// <summary>
    /// What a partition holds: each acknowledged batch at its offsets, each other one at most once, in order.
    /// </summary>
    public void Check(int partition, List<Found> found)
    {
        var at = found.ToDictionary(static f => f.Offset, static f => f.Id);
        int last = -1;
        foreach (Found each in found.OrderBy(static f => f.Offset))
        {
            if (each.Id <= last)
                throw new HistoryException($"{Name}/{partition}: message {each.Id} comes after {last}");
            last = each.Id;
        }

        int known = 0;
        foreach (SentBatch batch in Sent[partition])
        {
            int there = batch.Messages.Count(m => at.ContainsValue(m.Id));
            known += there;
            if (there != 0 && there != batch.Messages.Length)
                throw new HistoryException($"{Name}/{partition}: part of the batch at {batch.BaseOffset} is there");
            for (int i = 0; batch.BaseOffset >= 0 && i < batch.Messages.Length; i++)
            {
                if (at.GetValueOrDefault(batch.BaseOffset + i, -1) != batch.Messages[i].Id)
                    throw new HistoryException(
                        $"{Name}/{partition}: message {batch.Messages[i].Id} is not at {batch.BaseOffset + i}");
            }
        }

        if (known != found.Count) throw new HistoryException($"{Name}/{partition} holds what was never sent");
    }
}
