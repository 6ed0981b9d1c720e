using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Simulation;

/// <summary>
/// What a shard may hold: the state at the start of this life, and the writes since, in order. After a crash it must be the
/// state after some prefix of them, no shorter than what was acknowledged.
/// </summary>
internal sealed class ShardModel(ShardId id)
{
    public ShardId Id { get; } = id;

    public SortedDictionary<PartitionId, LogModel> Logs { get; private set; } = [];

    public List<WriteModel> Writes { get; } = [];

    /// <summary>Writes that survive power loss.</summary>
    public int Synced { get; set; }

    /// <summary>Writes that survive the process.</summary>
    public int Written { get; set; }

    private List<long> Events { get; set; } = [];

    /// <summary>The state after a number of writes.</summary>
    public ShardModel After(int writes)
    {
        var model = new ShardModel(Id) { Events = [.. Events] };
        foreach (LogModel log in Logs.Values) model.Logs.Add(log.Id, log.Copy());
        foreach (WriteModel write in Writes.Take(writes)) model.Apply(write);
        return model;
    }

    /// <summary>What differs, or null when it is the same.</summary>
    public string? Difference(IReadOnlyDictionary<PartitionId, LogModel> found, EventState state)
    {
        if (!Events.SequenceEqual(state.Events))
            return $"{Id}: events [{string.Join(' ', state.Events)}], expected [{string.Join(' ', Events)}]";
        foreach (LogModel log in Logs.Values)
        {
            if (Difference(log, found[log.Id]) is { } difference) return $"partition {log.Id}: {difference}";
            if (state.BatchEnds.GetValueOrDefault(log.Id.Value) != log.Next)
                return $"partition {log.Id}: batch state is not at {log.Next}";
        }

        return null;
    }

    public static string? Difference(LogModel expected, LogModel found)
    {
        if (found.Start != expected.Start) return $"starts at {found.Start}, expected {expected.Start}";
        BatchModel[] batches = [.. expected.Batches.Where(b => b.NextOffset > expected.Start)];
        if (found.Batches.Count != batches.Length) return $"has {found.Batches.Count} batches, expected {batches.Length}";
        for (int i = 0; i < batches.Length; i++)
        {
            if (!found.Batches[i].Bytes.AsSpan().SequenceEqual(batches[i].Bytes))
                return $"batch at {found.Batches[i].BaseOffset} is not the one expected at {batches[i].BaseOffset}";
        }

        return null;
    }

    private void Apply(WriteModel write)
    {
        // A log that was deleted since is skipped, as replay does.
        foreach ((PartitionId id, BatchModel batch) in write.Appends)
            if (Logs.TryGetValue(id, out LogModel? log)) log.Batches.Add(batch);
        foreach ((PartitionId id, long start) in write.Trims)
            if (Logs.TryGetValue(id, out LogModel? log)) log.Start = start;
        Events.AddRange(write.Events);
    }
}
