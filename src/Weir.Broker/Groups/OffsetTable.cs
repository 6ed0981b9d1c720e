namespace Weir.Broker.Groups;

/// <summary>The committed offsets of one group. Changed by events only.</summary>
internal sealed class OffsetTable
{
    private readonly Dictionary<string, Dictionary<int, CommittedOffset>> _topics = [];

    public bool IsEmpty => _topics.Count == 0;

    public bool TryGet(OffsetKey key, out CommittedOffset offset)
    {
        offset = default;
        return _topics.TryGetValue(key.Topic, out var partitions) && partitions.TryGetValue(key.Partition, out offset);
    }

    public IEnumerable<OffsetEntry> Entries()
    {
        foreach (var (topic, partitions) in _topics)
        {
            foreach (var (partition, offset) in partitions)
                yield return new OffsetEntry(new OffsetKey(topic, partition), offset);
        }
    }

    /// <summary>By topic and partition, so that equal tables are written as equal bytes.</summary>
    public List<OffsetEntry> Sorted()
    {
        var entries = Entries().ToList();
        entries.Sort(static (a, b) =>
        {
            var byTopic = string.CompareOrdinal(a.Key.Topic, b.Key.Topic);
            return byTopic != 0 ? byTopic : a.Key.Partition.CompareTo(b.Key.Partition);
        });
        return entries;
    }

    public IEnumerable<OffsetKey> KeysOf(string topic) =>
        _topics.TryGetValue(topic, out var partitions) ? partitions.Keys.Select(p => new OffsetKey(topic, p)) : [];

    public void Set(OffsetKey key, CommittedOffset offset)
    {
        if (!_topics.TryGetValue(key.Topic, out var partitions))
            _topics[key.Topic] = partitions = [];
        partitions[key.Partition] = offset;
    }

    public void Remove(OffsetKey key)
    {
        if (!_topics.TryGetValue(key.Topic, out var partitions))
            return;
        partitions.Remove(key.Partition);
        if (partitions.Count == 0)
            _topics.Remove(key.Topic);
    }

    public void Clear() => _topics.Clear();
}
