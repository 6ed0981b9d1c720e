using System.Buffers;
using System.Buffers.Binary;
using Weir.Broker.Delays;
using Weir.Broker.Duplicates;
using Weir.Broker.Groups;
using Weir.Broker.Producers;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Shards;

/// <summary>
/// What one shard's events and batches build: its consumer groups and its partitions' idempotent producers. Everything
/// here is guarded by the shard's lock, so a snapshot taken at a frame boundary is exactly the state at that frame.
/// </summary>
internal sealed class BrokerShard : IShardState
{
    private const byte PlainVersion = 1;
    private const byte SectionsVersion = 2;
    private const byte ForwardsSection = 1;
    private const byte RetriesSection = 2;
    private const byte RememberedSection = 3;

    private readonly Dictionary<PartitionId, ProducerTable> _producers = [];
    private readonly Dictionary<PartitionId, QueueCursor> _cursors = [];
    private readonly Dictionary<PartitionId, RememberedIds> _remembered = [];
    private readonly SortedDictionary<int, long> _forwarded = [];
    private readonly TimeProvider _time;

    public BrokerShard(TimeProvider time, GroupOptions groups, ISubscriptionReader? subscriptions)
    {
        _time = time;
        Groups = new GroupCoordinator(groups, subscriptions);
    }

    public GroupCoordinator Groups { get; }

    /// <summary>What waits in this shard for its time; set once, when the broker has opened.</summary>
    public ShardDelays? Delays { get; set; }

    /// <summary>How far records came that were parked in that shard and go to logs of this one; -1: none.</summary>
    public long ForwardedFrom(int source) => _forwarded.GetValueOrDefault(source, -1);

    public void Apply(in ForwardEvent forwarded)
    {
        if (forwarded.UpTo > ForwardedFrom(forwarded.Source)) _forwarded[forwarded.Source] = forwarded.UpTo;
    }

    public ProducerTable ProducersOf(PartitionId partition)
    {
        if (!_producers.TryGetValue(partition, out ProducerTable? table))
            _producers[partition] = table = new ProducerTable();
        return table;
    }

    /// <summary>The message ids that came lately to a queue, by its first log, or to a partition of a stream.</summary>
    public RememberedIds RememberedOf(PartitionId home)
    {
        if (!_remembered.TryGetValue(home, out RememberedIds? ids)) _remembered[home] = ids = new RememberedIds();
        return ids;
    }

    /// <summary>Forgets the ids that came too long ago to matter.</summary>
    public void ExpireRemembered(PartitionId home, long nowMs) => _remembered.GetValueOrDefault(home)?.Expire(nowMs);

    /// <summary>The position of the consumers of a log; a new one begins with what is there.</summary>
    public QueueCursor CursorOf(PartitionLog log) => CursorOf(log.Id, log.StartOffset);

    private QueueCursor CursorOf(PartitionId partition, long floor)
    {
        if (!_cursors.TryGetValue(partition, out QueueCursor? cursor))
            _cursors[partition] = cursor = new QueueCursor(floor);
        return cursor;
    }

    public void Forget(PartitionId partition)
    {
        _producers.Remove(partition);
        _cursors.Remove(partition);
        _remembered.Remove(partition);
    }

    public void Apply(ushort kind, ReadOnlySpan<byte> payload)
    {
        switch ((EventKind)kind)
        {
            case EventKind.Group:
                Groups.Apply(payload);
                break;
            case EventKind.Settled:
                SettleEvent settle = SettleEvent.Read(payload);
                CursorOf(settle.Partition, 0).Apply(settle);
                break;
            case EventKind.Released:
                ReleaseEvent release = ReleaseEvent.Read(payload);
                CursorOf(release.Partition, 0).ApplyRelease(release.Offset, release.Deliveries);
                break;
            case EventKind.Retried:
                RetryEvent retry = RetryEvent.Read(payload);
                CursorOf(retry.Partition, 0).Apply(retry);
                break;
            case EventKind.Forwarded:
                Apply(ForwardEvent.Read(payload));
                break;
            case EventKind.Remembered:
                RememberEvent came = RememberEvent.Read(payload);
                RememberedOf(came.Partition).Apply(came);
                break;
            default:
                throw new DamagedDataException($"journal event of unknown kind {kind}");
        }
    }

    public void ApplyBatch(PartitionLog log, ReadOnlySpan<byte> batch)
    {
        RecordBatchHeader.TryRead(batch, out RecordBatchHeader header);
        if (header.ProducerId >= 0 && !header.IsControl)
            ProducersOf(log.Id).Apply(header, header.BaseOffset, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>
    /// version u8 | tables u32, each partition i64 and table | cursors u32, the same | groups: the rest. Version 2,
    /// which is written only when there is a section, has before the groups: sections u8, each kind u8, bytes i32 and
    /// content.
    /// </summary>
    public void WriteSnapshot(IBufferWriter<byte> writer)
    {
        using var tables = new PooledBufferWriter();
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (RememberedIds ids in _remembered.Values) ids.Expire(nowMs);
        Span<byte> head = tables.Reserve(5);
        head[0] = HasSections ? SectionsVersion : PlainVersion;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], _producers.Count(static p => p.Value.Count > 0));
        foreach ((PartitionId partition, ProducerTable table) in _producers)
        {
            if (table.Count == 0) continue;
            BinaryPrimitives.WriteInt64LittleEndian(tables.Reserve(8), partition.Value);
            table.Write(tables);
        }

        BinaryPrimitives.WriteInt32LittleEndian(tables.Reserve(4), _cursors.Count);
        foreach ((PartitionId partition, QueueCursor cursor) in _cursors)
        {
            BinaryPrimitives.WriteInt64LittleEndian(tables.Reserve(8), partition.Value);
            cursor.Write(tables);
        }

        if (HasSections) WriteSections(tables);
        writer.Write(tables.WrittenSpan);
        Groups.WriteSnapshot(writer);
    }

    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length < 5 || snapshot[0] is < PlainVersion or > SectionsVersion)
            throw new DamagedDataException($"shard snapshot is not of format {PlainVersion} or {SectionsVersion}");
        int tables = BinaryPrimitives.ReadInt32LittleEndian(snapshot[1..]);
        ReadOnlySpan<byte> rest = snapshot[5..];
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        for (int i = 0; i < tables; i++)
        {
            if (rest.Length < 8) throw new DamagedDataException("shard snapshot ends early");
            var partition = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(rest));
            rest = rest[8..];
            ProducersOf(partition).Read(ref rest, nowMs);
        }

        if (rest.Length < 4) throw new DamagedDataException("shard snapshot ends early");
        int cursors = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[4..];
        for (int i = 0; i < cursors; i++)
        {
            if (rest.Length < 8) throw new DamagedDataException("shard snapshot ends early");
            var partition = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(rest));
            rest = rest[8..];
            _cursors[partition] = QueueCursor.Read(ref rest);
        }

        if (snapshot[0] == SectionsVersion) ReadSections(ref rest);
        Groups.Restore(rest);
    }

    private bool HasSections => _forwarded.Count > 0 || HasRetries || HasRemembered;

    private bool HasRetries => _cursors.Values.Any(static c => c.Waiting.Count > 0);

    private bool HasRemembered => _remembered.Values.Any(static r => r.Count > 0);

    private void WriteSections(PooledBufferWriter writer)
    {
        int sections = (_forwarded.Count > 0 ? 1 : 0) + (HasRetries ? 1 : 0) + (HasRemembered ? 1 : 0);
        writer.Reserve(1)[0] = (byte)sections;
        if (_forwarded.Count > 0)
        {
            int forwards = BeginSection(writer, ForwardsSection);
            foreach ((int source, long upTo) in _forwarded)
                new ForwardEvent(source, upTo).Write(writer.Reserve(ForwardEvent.Bytes));
            EndSection(writer, forwards);
        }

        if (HasRetries) WriteRetries(writer);
        if (!HasRemembered) return;
        int remembered = BeginSection(writer, RememberedSection);
        foreach ((PartitionId home, RememberedIds ids) in _remembered)
        {
            if (ids.Count == 0) continue;
            BinaryPrimitives.WriteInt64LittleEndian(writer.Reserve(8), home.Value);
            ids.Write(writer);
        }

        EndSection(writer, remembered);
    }

    private void WriteRetries(PooledBufferWriter writer)
    {
        int retries = BeginSection(writer, RetriesSection);
        foreach ((PartitionId partition, QueueCursor cursor) in _cursors)
        {
            foreach ((long offset, (long dueMs, int valueBytes)) in cursor.Waiting)
                new RetryEvent(partition, offset, cursor.DeliveriesOf(offset), dueMs, valueBytes).Write(
                    writer.Reserve(RetryEvent.Bytes));
        }

        EndSection(writer, retries);
    }

    private static int BeginSection(PooledBufferWriter writer, byte kind)
    {
        writer.Reserve(5)[0] = kind;
        return writer.WrittenBytes;
    }

    private static void EndSection(PooledBufferWriter writer, int content) => BinaryPrimitives.WriteInt32LittleEndian(
        writer.WrittenSpan[(content - 4)..], writer.WrittenBytes - content);

    private void ReadSections(ref ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) throw new DamagedDataException("shard snapshot ends early");
        int sections = source[0];
        source = source[1..];
        for (int i = 0; i < sections; i++)
        {
            if (source.Length < 5) throw new DamagedDataException("shard snapshot ends early");
            int bytes = BinaryPrimitives.ReadInt32LittleEndian(source[1..]);
            if ((uint)bytes > (uint)(source.Length - 5)) throw new DamagedDataException("shard snapshot ends early");
            ReadSection(source[0], source.Slice(5, bytes));
            source = source[(5 + bytes)..];
        }
    }

    private void ReadSection(byte kind, ReadOnlySpan<byte> content)
    {
        if (kind == RememberedSection)
        {
            ReadRemembered(content);
            return;
        }

        int bytes = kind switch
        {
            ForwardsSection => ForwardEvent.Bytes,
            RetriesSection => RetryEvent.Bytes,
            _ => throw new DamagedDataException($"shard snapshot has a section of kind {kind}"),
        };
        for (; !content.IsEmpty; content = content[bytes..])
        {
            if (content.Length < bytes) throw new DamagedDataException("shard snapshot ends early");
            Apply((ushort)(kind == ForwardsSection ? EventKind.Forwarded : EventKind.Retried), content[..bytes]);
        }
    }

    private void ReadRemembered(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (content.Length < 8) throw new DamagedDataException("shard snapshot ends early");
            var home = new PartitionId(BinaryPrimitives.ReadInt64LittleEndian(content));
            content = content[8..];
            RememberedOf(home).Read(ref content);
        }
    }
}
