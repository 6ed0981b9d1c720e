using System.Buffers;
using System.Buffers.Binary;
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
    private const byte SnapshotVersion = 1;

    private readonly Dictionary<PartitionId, ProducerTable> _producers = [];
    private readonly Dictionary<PartitionId, QueueCursor> _cursors = [];
    private readonly TimeProvider _time;

    public BrokerShard(TimeProvider time, GroupOptions groups, ISubscriptionReader? subscriptions)
    {
        _time = time;
        Groups = new GroupCoordinator(groups, subscriptions);
    }

    public GroupCoordinator Groups { get; }

    public ProducerTable ProducersOf(PartitionId partition)
    {
        if (!_producers.TryGetValue(partition, out ProducerTable? table))
            _producers[partition] = table = new ProducerTable();
        return table;
    }

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
    /// version u8 | tables u32, each partition i64 and table | cursors u32, the same | groups: the rest.
    /// </summary>
    public void WriteSnapshot(IBufferWriter<byte> writer)
    {
        using var tables = new PooledBufferWriter();
        Span<byte> head = tables.Reserve(5);
        head[0] = SnapshotVersion;
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

        writer.Write(tables.WrittenSpan);
        Groups.WriteSnapshot(writer);
    }

    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length < 5 || snapshot[0] != SnapshotVersion)
            throw new DamagedDataException($"shard snapshot is not of format {SnapshotVersion}");
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

        Groups.Restore(rest);
    }
}
