using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Weir.Broker.Duplicates;
using Weir.Broker.Namespaces;
using Weir.Broker.Queues;
using Weir.Broker.Shards;
using Weir.Broker.Tracing;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Broker.Topics;

/// <summary>
/// The topics that exist. The catalog is the truth; a change is made there first and shown here when it is durable.
/// Look-ups take no lock; changes take turns.
/// </summary>
public sealed class TopicRegistry : IDisposable
{
    /// <summary>Longest topic name, bytes of UTF-8; AMQP's limit. Protocols may be stricter.</summary>
    public const int NameBytesMax = 255;

    /// <summary>Most partitions of one topic.</summary>
    public const int PartitionsMax = 10_000;

    private const string NextPartitionKey = "next-partition";

    private readonly ConcurrentDictionary<(string Namespace, string Name), Topic> _byName =
        new(TopicNameComparer.Instance);

    private readonly ConcurrentDictionary<Guid, Topic> _byId = new();
    private readonly ConcurrentDictionary<PartitionId, Partition> _partitions = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ICatalog _catalog;
    private readonly NamespaceRegistry _namespaces;
    private readonly TopicDefaults _defaults;
    private readonly TimeProvider _time;
    private readonly int _topicsMax;
    private LogStore? _store;

    internal TopicRegistry(
        ICatalog catalog, NamespaceRegistry namespaces, TopicDefaults defaults, int topicsMax, TimeProvider time,
        TraceLog traces, IMessageIds? messageIds = null)
    {
        Traces = traces;
        MessageIds = new MessageIds(messageIds);
        _namespaces = namespaces;
        _catalog = catalog;
        _defaults = defaults;
        _topicsMax = topicsMax;
        _time = time;
    }

    /// <summary>Raised after a topic was deleted.</summary>
    public event Action<Topic>? Deleted;

    /// <summary>Raised after a topic got partitions.</summary>
    public event Action<Topic>? Extended;

    /// <summary>Told of deletions, to join in them; set before the first.</summary>
    internal ITopicDependents? Dependents { get; set; }

    public TopicDefaults Defaults => _defaults;

    internal MessageIds MessageIds { get; }

    internal TraceLog Traces { get; }

    public IEnumerable<Topic> All => _byName.Values;

    public int Count => _byName.Count;

    public Topic? Find(string ns, string name) => _byName.GetValueOrDefault((ns, name));

    /// <summary>By a name as it came over the wire; allocates nothing.</summary>
    public Topic? Find(string ns, ReadOnlySpan<byte> nameUtf8) =>
        _byName.GetAlternateLookup<TopicNameUtf8>().TryGetValue(new TopicNameUtf8(ns, nameUtf8), out Topic? topic)
            ? topic
            : null;

    public Topic? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>Null once its topic was deleted.</summary>
    internal Partition? Find(PartitionId id) => _partitions.GetValueOrDefault(id);

    /// <summary>Where the queues of a namespace lie.</summary>
    internal ShardId HomeOf(string ns) => _namespaces.HomeOf(ns);

    public async ValueTask<TopicOutcome> CreateAsync(
        string ns,
        string name,
        TopicKind kind,
        int partitions,
        IReadOnlyDictionary<string, string> settings,
        bool validateOnly,
        CancellationToken cancel) =>
        await CreateAsync(ns, name, kind, partitions, settings, validateOnly, null, cancel);

    /// <summary>As above, with <paramref name="beside"/> put into the catalog in the same change.</summary>
    internal async ValueTask<TopicOutcome> CreateAsync(
        string ns,
        string name,
        TopicKind kind,
        int partitions,
        IReadOnlyDictionary<string, string> settings,
        bool validateOnly,
        CatalogChange? beside,
        CancellationToken cancel)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            return TopicOutcome.Refused(TopicError.InvalidName, $"a topic name has 1 to {NameBytesMax} bytes");
        if (partitions < 1 || partitions > PartitionsMax)
            return TopicOutcome.Refused(TopicError.InvalidPartitions,
                $"a topic has 1 to {PartitionsMax} partitions, not {partitions}");
        if (!TopicSettings.TryCreate(settings, _defaults, out TopicSettings? parsed, out string? error))
            return TopicOutcome.Refused(TopicError.InvalidSettings, error);
        await _gate.WaitAsync(cancel);
        try
        {
            if (!_namespaces.Exists(ns))
                return TopicOutcome.Refused(TopicError.NamespaceUnknown, $"no namespace '{ns}'");
            if (Find(ns, name) is not null)
                return TopicOutcome.Refused(TopicError.AlreadyExists, $"topic '{name}' exists already");
            if (_byName.Count >= _topicsMax)
                return TopicOutcome.Refused(TopicError.TooMany,
                    $"there are {_topicsMax} topics, the most that are allowed");
            return validateOnly
                ? new TopicOutcome(TopicError.None, null, null)
                : await CreateAsync(ns, name, kind, partitions, settings, parsed, beside, cancel);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<TopicOutcome> DeleteAsync(Topic topic, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (topic.IsDeleted)
                return TopicOutcome.Refused(TopicError.NotFound, $"topic '{topic.Name}' does not exist");
            if (!await DeleteEntriesAsync(topic, cancel))
                return TopicOutcome.Refused(TopicError.Conflict, $"topic '{topic.Name}' was changed meanwhile");
            _byName.TryRemove((topic.Namespace, topic.Name), out _);
            _byId.TryRemove(topic.Id, out _);
            foreach (Partition partition in topic.Partitions) Drop(partition);
        }
        finally
        {
            _gate.Release();
        }

        Deleted?.Invoke(topic);
        return TopicOutcome.Done(topic);
    }

    public async ValueTask<TopicOutcome> AddPartitionsAsync(Topic topic, int total, bool validateOnly,
        CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (topic.IsDeleted)
                return TopicOutcome.Refused(TopicError.NotFound, $"topic '{topic.Name}' does not exist");
            int now = topic.Partitions.Count;
            if (topic.Kind == TopicKind.Queue)
                return TopicOutcome.Refused(TopicError.InvalidPartitions,
                    $"'{topic.Name}' is a queue: its partitions are as it was declared");
            if (total <= now || total > PartitionsMax)
            {
                return TopicOutcome.Refused(
                    TopicError.InvalidPartitions,
                    $"topic '{topic.Name}' has {now} partitions; it can grow to {now + 1} to {PartitionsMax}, "
                    + $"not {total}");
            }

            if (validateOnly) return TopicOutcome.Done(topic);
            (PartitionId[] added, CatalogChange counter) =
                await TakeNumbersAsync(topic.Namespace, topic.Kind, total - now, cancel);
            TopicRecord record = topic.Record with { Partitions = [.. topic.Record.Partitions, .. added] };
            if (!await SaveAsync(record, topic.Version, counter, cancel))
                return TopicOutcome.Refused(TopicError.Conflict, $"topic '{topic.Name}' was changed meanwhile");
            Publish(topic, record, topic.Settings);
        }
        finally
        {
            _gate.Release();
        }

        Extended?.Invoke(topic);
        return TopicOutcome.Done(topic);
    }

    /// <summary>Replaces the topic's overrides.</summary>
    public ValueTask<TopicOutcome> ConfigureAsync(
        Topic topic, IReadOnlyDictionary<string, string> settings, bool validateOnly, CancellationToken cancel) =>
        ConfigureAsync(topic, _ => settings, validateOnly, cancel);

    /// <summary>
    /// Replaces the topic's overrides by what <paramref name="change"/> makes of its settings now. No other change
    /// comes in between, so several clients can each change one setting.
    /// </summary>
    public async ValueTask<TopicOutcome> ConfigureAsync(
        Topic topic,
        Func<TopicSettings, IReadOnlyDictionary<string, string>> change,
        bool validateOnly,
        CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (topic.IsDeleted)
                return TopicOutcome.Refused(TopicError.NotFound, $"topic '{topic.Name}' does not exist");
            IReadOnlyDictionary<string, string> settings = change(topic.Settings);
            if (!TopicSettings.TryCreate(settings, _defaults, out TopicSettings? parsed, out string? error))
                return TopicOutcome.Refused(TopicError.InvalidSettings, error);
            if ((parsed.Durability == Durability.Memory) != (topic.Settings.Durability == Durability.Memory))
            {
                return TopicOutcome.Refused(
                    TopicError.InvalidSettings,
                    $"topic '{topic.Name}' has durability {topic.Settings.Durability} and cannot have "
                    + $"{parsed.Durability}: "
                    + "whether a topic is stored is decided when it is made");
            }

            if (topic.Kind == TopicKind.Queue && settings.ContainsKey(TopicSettingTable.DeduplicationWindowMs))
            {
                return TopicOutcome.Refused(
                    TopicError.InvalidSettings,
                    $"'{topic.Name}' is a queue: {TopicSettingTable.DeduplicationWindowMs} is for streams, and a queue "
                    + "has the argument x-deduplication-window-ms");
            }

            if (validateOnly) return TopicOutcome.Done(topic);
            TopicRecord record = topic.Record with { Settings = settings };
            if (!await SaveAsync(record, topic.Version, null, cancel))
                return TopicOutcome.Refused(TopicError.Conflict, $"topic '{topic.Name}' was changed meanwhile");
            Publish(topic, record, parsed);
            return TopicOutcome.Done(topic);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Reads the catalog; gives the logs that the store must open.</summary>
    internal async ValueTask<List<LogDefinition>> LoadAsync(CancellationToken cancel)
    {
        var logs = new List<LogDefinition>();
        foreach (CatalogEntry entry in await _catalog.ListAsync(TopicRecord.KeyPrefix, cancel))
        {
            TopicRecord record = TopicRecord.Decode(entry.Key, entry.Value!.Value.Span);
            if (!TopicSettings.TryCreate(record.Settings, _defaults, out TopicSettings? settings, out string? error))
                throw new StorageFailedException($"topic '{record.Name}' cannot be opened: {error}");
            var topic = new Topic(record, entry.Version, settings);
            _byName[(record.Namespace, record.Name)] = topic;
            _byId[record.Id] = topic;
            foreach (PartitionId partition in record.Partitions)
                logs.Add(new LogDefinition(partition, settings.Durability, settings.SegmentBytes));
        }

        return logs;
    }

    /// <summary>Gives the loaded topics their recovered logs.</summary>
    internal void Attach(LogStore store)
    {
        _store = store;
        foreach (Topic topic in _byName.Values) Publish(topic, topic.Record, topic.Settings, topic.Version);
    }

    private async ValueTask<TopicOutcome> CreateAsync(
        string ns,
        string name,
        TopicKind kind,
        int partitions,
        IReadOnlyDictionary<string, string> settings,
        TopicSettings parsed,
        CatalogChange? beside,
        CancellationToken cancel)
    {
        (PartitionId[] ids, CatalogChange counter) = await TakeNumbersAsync(ns, kind, partitions, cancel);
        var record = new TopicRecord(ns, name, Guid.NewGuid(), kind, ids, settings);
        if (!await SaveAsync(record, 0, counter, cancel, beside))
            return TopicOutcome.Refused(TopicError.Conflict, $"topic '{name}' was created meanwhile");
        var topic = new Topic(record, 0, parsed);
        Publish(topic, record, parsed);
        _byId[topic.Id] = topic;
        _byName[(ns, name)] = topic;
        return TopicOutcome.Done(topic);
    }

    /// <summary>Takes the topic, and in the same change what depends on it, out of the catalog.</summary>
    private async ValueTask<bool> DeleteEntriesAsync(Topic topic, CancellationToken cancel)
    {
        var change = new CatalogChange(TopicRecord.KeyOf(topic.Namespace, topic.Name), topic.Version, null);
        var declaration = new CatalogChange(QueueRecord.KeyOf(topic.Namespace, topic.Name), -1, null);
        IReadOnlyList<CatalogChange> others =
            Dependents is null ? [] : await Dependents.BeginDeleteAsync(topic, cancel);
        try
        {
            topic.IsDeleted = await _catalog.PutAsync([change, declaration, .. others], cancel);
        }
        finally
        {
            Dependents?.EndDelete(topic, topic.IsDeleted);
        }

        return topic.IsDeleted;
    }

    /// <summary>Partition numbers that were never used, and the catalog change that takes them.</summary>
    private async ValueTask<(PartitionId[] Ids, CatalogChange Counter)> TakeNumbersAsync(
        string ns, TopicKind kind, int count, CancellationToken cancel)
    {
        CatalogEntry? entry = await _catalog.GetAsync(NextPartitionKey, cancel);
        long next = entry?.Value is { } value ? BinaryPrimitives.ReadInt64LittleEndian(value.Span) : 1;
        var ids = new PartitionId[count];
        for (int i = 0; i < count; i++, next++) ids[i] = PartitionId.Create(Placement(ns, kind, next), next);
        byte[] after = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(after, next);
        return (ids, new CatalogChange(NextPartitionKey, entry?.Version ?? 0, after));
    }

    /// <summary>Streams spread over all shards; the queues of the namespace stay together in its home shard.</summary>
    private ShardId Placement(string ns, TopicKind kind, long number) =>
        kind == TopicKind.Queue ? _namespaces.HomeOf(ns) : new ShardId((int)(number % ShardId.Count));

    private async ValueTask<bool> SaveAsync(
        TopicRecord record,
        long version,
        CatalogChange? counter,
        CancellationToken cancel,
        CatalogChange? beside = null)
    {
        var changes = new List<CatalogChange>
        {
            new(TopicRecord.KeyOf(record.Namespace, record.Name), version, record.Encode()),
        };
        if (counter is not null) changes.Add(counter);
        if (beside is not null) changes.Add(beside);
        return await _catalog.PutAsync(changes, cancel);
    }

    private void Publish(Topic topic, TopicRecord record, TopicSettings settings) =>
        Publish(topic, record, settings, topic.Version + 1);

    private void Publish(Topic topic, TopicRecord record, TopicSettings settings, long version)
    {
        var partitions = new Partition[record.Partitions.Count];
        for (int i = 0; i < partitions.Length; i++)
            partitions[i] = topic.PartitionAt(i) ?? Open(topic, i, record.Partitions[i], settings);
        topic.Publish(record, version, settings, partitions);
        foreach (Partition partition in partitions) partition.TraceForTopic(Traces, settings.IsTraced);
        if (record.Kind != TopicKind.Stream) return;
        foreach (Partition partition in partitions) partition.Deduplicator = DeduplicatorOf(partition, settings);
    }

    private Deduplicator? DeduplicatorOf(Partition partition, TopicSettings settings) =>
        settings.DeduplicationWindowMs == 0 ? null
        : new Deduplicator(
            MessageIds, partition.Shard, partition.Log.Id, settings.DeduplicationWindowMs,
            settings.DeduplicationIdsMax, _time);

    private Partition Open(Topic topic, int index, PartitionId id, TopicSettings settings)
    {
        LogStore store = _store!;
        PartitionLog log = store.Find(id)
            ?? store.CreateLog(new LogDefinition(id, settings.Durability, settings.SegmentBytes));
        Shard shard = store[id.Shard];
        using Lock.Scope read = shard.EnterToRead();
        return _partitions[id] =
            new Partition(topic, index, log, shard, ((BrokerShard)shard.State).ProducersOf(id), _time);
    }

    private void Drop(Partition partition)
    {
        _partitions.TryRemove(partition.Log.Id, out _);
        _store!.DeleteLog(partition.Log);
        using (Lock.Scope hold = partition.Shard.EnterToRead())
            ((BrokerShard)partition.Shard.State).Forget(partition.Log.Id);
        partition.Log.NotifyObservers();
    }
}
