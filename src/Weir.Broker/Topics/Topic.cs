using Weir.Storage;

namespace Weir.Broker.Topics;

/// <summary>
/// A named set of partitions. Partitions are only ever added; settings are replaced as a whole. Both are published
/// atomically, so readers need no lock.
/// </summary>
public sealed class Topic
{
    private Partition[] _partitions = [];
    private TopicSettings _settings;

    internal Topic(TopicRecord record, long version, TopicSettings settings)
    {
        Record = record;
        Version = version;
        _settings = settings;
    }

    public string Namespace => Record.Namespace;

    public string Name => Record.Name;

    public Guid Id => Record.Id;

    public TopicKind Kind => Record.Kind;

    public IReadOnlyList<Partition> Partitions => Volatile.Read(ref _partitions);

    public TopicSettings Settings => Volatile.Read(ref _settings);

    /// <summary>True once it was deleted: long polls on it end.</summary>
    public bool IsDeleted { get; internal set; }

    /// <summary>The catalog's entry and its version; changed under the registry's gate only.</summary>
    internal TopicRecord Record { get; private set; }

    internal long Version { get; private set; }

    public Partition? PartitionAt(int index)
    {
        Partition[] partitions = Volatile.Read(ref _partitions);
        return (uint)index < (uint)partitions.Length ? partitions[index] : null;
    }

    /// <summary>By its number, so that what is kept by topic has the same order in every process.</summary>
    public override int GetHashCode() =>
        Record.Partitions.Count == 0 ? 0 : Record.Partitions[0].Value.GetHashCode();

    internal void Publish(TopicRecord record, long version, TopicSettings settings, Partition[] partitions)
    {
        Record = record;
        Version = version;
        Volatile.Write(ref _settings, settings);
        Volatile.Write(ref _partitions, partitions);
        foreach (Partition partition in partitions)
        {
            partition.Log.SegmentBytesMax = settings.SegmentBytes;
            partition.Log.Durability = settings.Durability;
        }
    }
}
