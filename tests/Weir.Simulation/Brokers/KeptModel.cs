using System.Globalization;

namespace Weir.Simulation.Brokers;

/// <summary>
/// A topic of one partition that is cleaned: by age and size, by key, or both. Everything acknowledged is there, at its
/// offset and in order, unless the rules allow that it went; what went stays away while the process lives.
/// </summary>
internal sealed class KeptModel(string name, bool isCompacted, long retentionMs, long retentionBytes)
{
    public const int Keys = 4;
    private const long TombstoneMs = 10_000;

    private readonly Dictionary<int, KeptRecord> _records = [];
    private long _startOffset;

    public string Name { get; } = name;

    public bool IsCompacted { get; } = isCompacted;

    /// <summary>In the order in which they were sent.</summary>
    public List<KeptBatch> Batches { get; } = [];

    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["cleanup.policy"] = !IsCompacted ? "delete" : retentionMs < 0 ? "compact" : "compact,delete",
            ["retention.ms"] = retentionMs.ToString(CultureInfo.InvariantCulture),
            ["retention.bytes"] = retentionBytes.ToString(CultureInfo.InvariantCulture),
            ["delete.retention.ms"] = TombstoneMs.ToString(CultureInfo.InvariantCulture),
            ["min.cleanable.dirty.ratio"] = "0",
            ["segment.ms"] = "60000",
        };
        if (retentionMs >= 0) settings["segment.bytes"] = "8192";
        return settings;
    }

    public KeptBatch Send(long nowMs, IEnumerable<(int Key, Message Message, bool IsTombstone)> records)
    {
        var batch = new KeptBatch(nowMs);
        foreach ((int key, Message message, bool isTombstone) in records)
        {
            var record = new KeptRecord(batch, batch.Records.Count, key, message, isTombstone);
            batch.Records.Add(record);
            _records.Add(message.Id, record);
        }

        Batches.Add(batch);
        return batch;
    }

    public void BeginLife() => _startOffset = 0;

    /// <summary>What the log holds is what was sent, in order, and lacks nothing that had to stay.</summary>
    public void Check(long startOffset, List<KeptFound> found, long nowMs)
    {
        if (startOffset < _startOffset) throw Wrong($"began at {_startOffset} and begins at {startOffset}");
        _startOffset = startOffset;
        CheckOrder(found);
        HashSet<int> there = [.. found.Where(f => f.Offset >= startOffset).Select(static f => f.Id)];
        CheckComplete(startOffset, there, nowMs);
    }

    /// <summary>Long after the last publish nothing is left that should have gone.</summary>
    /// <param name="startOffset">Where the log begins.</param>
    /// <param name="segmentsEnd">What lies beyond is in no segment yet, and not compacted.</param>
    /// <param name="found">All of it.</param>
    public void CheckCleaned(long startOffset, long segmentsEnd, List<KeptFound> found)
    {
        if (retentionMs >= 0 && found.Count > 0 && found[^1].Offset >= startOffset)
            throw Wrong($"{found[^1]} never went");
        IEnumerable<KeptFound> compacted = found.Where(f => IsCompacted && f.Offset < segmentsEnd);
        if (compacted.CountBy(static f => f.Key).FirstOrDefault(static k => k.Value > 1) is { Value: > 1 } twice)
            throw Wrong($"key {twice.Key} is there {twice.Value} times");
    }

    private void CheckOrder(List<KeptFound> found)
    {
        var lastOfKey = new Dictionary<int, int>();
        (int id, long offset) = (-1, -1);
        foreach (KeptFound each in found)
        {
            if (!_records.TryGetValue(each.Id, out KeptRecord? record)) throw Wrong($"holds {each}, never sent there");
            if (each.Key != record.Key || each.IsTombstone != record.IsTombstone) throw Wrong($"{record}: {each}");
            record.FoundAt(each.Offset);
            if (record.Offset != each.Offset) throw Wrong($"{record} is at {each.Offset}");
            if (lastOfKey.GetValueOrDefault(each.Key, -1) >= each.Id)
                throw Wrong($"{record} comes after {lastOfKey[each.Key]}, of the same key");
            if (each.Id <= id || each.Offset <= offset) throw Wrong($"{record} comes after {id} at {offset}");
            lastOfKey[each.Key] = each.Id;
            (id, offset) = (each.Id, each.Offset);
        }
    }

    private void CheckComplete(long startOffset, HashSet<int> there, long nowMs)
    {
        long bytesAfter = 0;
        var newer = new Dictionary<int, KeptRecord>();
        for (int b = Batches.Count - 1; b >= 0; b--)
        {
            KeptBatch batch = Batches[b];
            bool isKnown = batch.BaseOffset >= 0;
            bool mayAge = (retentionMs >= 0 && batch.PublishedMs < nowMs - retentionMs)
                || (retentionBytes >= 0 && bytesAfter >= retentionBytes);
            for (int i = batch.Records.Count - 1; i >= 0; i--)
            {
                KeptRecord record = batch.Records[i];
                bool hasAged = mayAge && record.Offset < startOffset;
                if (isKnown && !hasAged) CheckKept(record, newer.GetValueOrDefault(record.Key), there, nowMs);
                // Nobody may ever see a tombstone whose outcome is unknown, and it may have done its work.
                if (isKnown || record.IsTombstone) newer[record.Key] = record;
            }

            if (isKnown) bytesAfter += batch.Bytes;
        }
    }

    private void CheckKept(KeptRecord record, KeptRecord? newer, HashSet<int> there, long nowMs)
    {
        bool isOver = record.IsTombstone && nowMs >= record.Batch.PublishedMs + TombstoneMs;
        if (!there.Contains(record.Message.Id))
        {
            if (!IsCompacted || (newer is null && !isOver)) throw Wrong($"{record} is lost");
        }
        else if (newer is { IsTombstone: true, Offset: >= 0 } && !there.Contains(newer.Message.Id))
        {
            throw Wrong($"{record} is there, and {newer} is not");
        }
    }

    private HistoryException Wrong(string what) => new($"{Name}: {what}");
}
