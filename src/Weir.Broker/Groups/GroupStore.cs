using System.Buffers;
using Weir.Broker.Groups.Events;
using Weir.Storage;

namespace Weir.Broker.Groups;

/// <summary>
/// The durable groups of a shard by id. A snapshot is a version byte, the count of its events, and events that build
/// the groups from nothing; groups and offsets are sorted, so equal state gives equal bytes.
/// </summary>
internal sealed class GroupStore
{
    private const byte SnapshotVersion = 1;

    // A group with very many offsets is written as several events, so that none is large.
    private const int OffsetsPerEvent = 1024;

    private Dictionary<string, DurableGroup> _groups = [];

    public int Count => _groups.Count;

    public IEnumerable<DurableGroup> All => _groups.Values;

    public DurableGroup? Find(string groupId) => _groups.GetValueOrDefault(groupId);

    public DurableGroup GetOrAdd(string groupId) => GetOrAdd(_groups, groupId);

    public void Remove(string groupId) => _groups.Remove(groupId);

    /// <summary>Applies whole events, back to back: all of them, or none if any is damaged.</summary>
    public void Apply(ReadOnlySpan<byte> events)
    {
        foreach (var change in ReadAll(new EventReader(events)))
            GetOrAdd(change.GroupId).Apply(change);
    }

    public void RemoveVacant()
    {
        foreach (var group in _groups.Values.Where(g => g.IsVacant).ToList())
            _groups.Remove(group.Id);
    }

    public void WriteSnapshot(IBufferWriter<byte> output)
    {
        var events = Events().ToList();
        var writer = new EventWriter(output);
        writer.Byte(SnapshotVersion);
        writer.Int32(events.Count);
        foreach (var change in events)
            GroupEventCodec.Write(output, change);
    }

    /// <summary>Puts the snapshot's groups in place of all groups; changes nothing if it is damaged.</summary>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        var reader = new EventReader(snapshot);
        var version = reader.Byte();
        if (version != SnapshotVersion)
            throw reader.Damaged($"snapshot version {version}, this build reads {SnapshotVersion}");
        var count = reader.Int32();
        var events = ReadAll(reader);
        if (events.Count != count)
            throw new DamagedDataException($"A snapshot of groups has {events.Count} events where it says {count}.");
        var groups = new Dictionary<string, DurableGroup>();
        foreach (var change in events)
            GetOrAdd(groups, change.GroupId).Apply(change);
        _groups = groups;
    }

    private IEnumerable<GroupEvent> Events()
    {
        foreach (var group in _groups.Values.Where(g => !g.IsVacant).OrderBy(g => g.Id, StringComparer.Ordinal))
        {
            if (group.Generation is { } generation)
                yield return new GenerationStored(group.Id, generation);
            foreach (var entries in group.Offsets.Sorted().Chunk(OffsetsPerEvent))
                yield return new OffsetsCommitted(group.Id, entries);
        }
    }

    private static List<GroupEvent> ReadAll(EventReader reader)
    {
        var events = new List<GroupEvent>();
        while (reader.Remaining > 0)
            events.Add(GroupEventCodec.Read(ref reader));
        return events;
    }

    private static DurableGroup GetOrAdd(Dictionary<string, DurableGroup> groups, string groupId)
    {
        if (!groups.TryGetValue(groupId, out var group))
            groups[groupId] = group = new DurableGroup(groupId);
        return group;
    }
}
